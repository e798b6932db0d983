package mptcp4j.diag;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkConnection.Parser;
import mptcp4j.netlink.NetlinkException;

/** Requests to sock_diag, which {@link InetDiagRequest} makes. Thread-safe: one waits until that before it has ended. */
final class SockDiag implements Closeable {
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int SOCK_DESTROY = 21;

    private final NetlinkConnection connection;

    /** Takes ownership of the connection. */
    SockDiag(NetlinkConnection connection) {
        this.connection = connection;
    }

    /** Asks for one socket. @throws NetlinkException ENOENT if there is none, and from a kernel that cannot tell of any */
    <T> T ask(String operation, byte[] request, Parser<T> parser) throws IOException {
        return connection.ask(operation, SOCK_DIAG_BY_FAMILY, request, parser);
    }

    /** Asks for all sockets of a kind. @throws LinuxException EOPNOTSUPP from a kernel that cannot tell of any */
    <T> List<T> dump(String operation, byte[] request, Parser<T> parser) throws IOException {
        try {
            return connection.dump(operation, SOCK_DIAG_BY_FAMILY, request, parser);
        } catch (NetlinkException e) {
            if (e.errno().equals(Errno.ENOENT)) {
                throw new LinuxException(
                        operation,
                        Errno.EOPNOTSUPP,
                        "needs Linux 5.12 or newer built with CONFIG_INET_MPTCP_DIAG and CONFIG_INET_DIAG");
            }
            throw e;
        }
    }

    /** Closes a socket from outside. @throws LinuxException ENOENT if there is none, EPERM, EOPNOTSUPP */
    void destroy(String operation, byte[] request) throws IOException {
        try {
            connection.command(operation, SOCK_DESTROY, 0, request);
        } catch (NetlinkException e) {
            if (e.errno().equals(Errno.ENOENT)) {
                throw new LinuxException(operation, Errno.ENOENT, "no such subflow: it has ended");
            }
            if (e.errno().equals(Errno.EOPNOTSUPP)) {
                throw new LinuxException(
                        operation, Errno.EOPNOTSUPP, "needs a kernel built with CONFIG_INET_DIAG_DESTROY");
            }
            throw e;
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
