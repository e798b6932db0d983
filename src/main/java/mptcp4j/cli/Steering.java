package mptcp4j.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.util.OptionalInt;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;
import mptcp4j.pm.AddressIds;
import mptcp4j.pm.ConnectionPathManager;
import mptcp4j.pm.PathManager;

/** The connection that a command steers, and what the command looks up of it where the user does not say it. */
final class Steering {
    private final Context context;
    private final String command;
    private final ConnectionPathManager connection;

    private Steering(Context context, String command, ConnectionPathManager connection) {
        this.context = context;
        this.command = command;
        this.connection = connection;
    }

    /**
     * Opens what it needs in the namespace of the context, which closes it.
     *
     * @param action such as {@code subflow create}, for what is refused
     */
    static Steering of(Context context, String action, long token) throws IOException {
        return new Steering(
                context,
                String.format("%s 0x%08x", action, token),
                context.open(PathManager::open).connection(token));
    }

    /** Returns the connection. */
    ConnectionPathManager connection() {
        return connection;
    }

    /** Returns the id that is said, or else the one that the connection has for the address or may have. */
    int idOf(OptionalInt said, InetAddress address, int port) throws IOException {
        return said.isPresent()
                ? said.getAsInt()
                : Refusals.under(
                        command, () -> AddressIds.of(connection.addresses()).idOf(address, port));
    }

    /** Returns the peer's port that the connection began with. */
    int remotePort() throws IOException {
        Connections connections = context.open(Connections::open);
        return Refusals.under(command, () -> connections.find(connection.token(), Detail.CONNECTION))
                .map(found -> found.remote().getPort())
                .orElseThrow(() -> new LinuxException(command, Errno.ESRCH, "there is none of this token"));
    }
}
