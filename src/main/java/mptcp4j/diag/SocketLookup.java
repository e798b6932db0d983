package mptcp4j.diag;

import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.linux.Abi.AF_INET6;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;
import mptcp4j.netlink.NetlinkConnection.Parser;
import mptcp4j.netlink.NetlinkException;

/**
 * Finds one connected TCP socket by its addresses: by a question for that one, which costs the same however many there are.
 * A socket that is bound to a link is found in that way only by who says which link. Where nothing was found, all TCP sockets
 * are gone through for one with these addresses.
 */
final class SocketLookup {
    private final SockDiag diag;

    SocketLookup(SockDiag diag) {
        this.diag = diag;
    }

    /**
     * @param link that it is bound to, 0 for that of a link-local address, or if that is not known
     * @param extensions attributes that are asked for
     * @param parser reads the socket
     */
    <T> Optional<T> find(
            InetSocketAddress local, InetSocketAddress remote, int link, Parser<T> parser, int... extensions)
            throws IOException {
        var tuple = new FourTuple(local, remote);
        Parser<Optional<T>> ours = message -> is(tuple, message) ? Optional.of(parser.read(message)) : Optional.empty();
        int bound = link != 0 ? link : FourTuple.scope(local, remote);
        Optional<T> exact = ask(tuple, bound, ours, extensions);
        return exact.isPresent() ? exact : search(tuple, ours, extensions);
    }

    private <T> Optional<T> ask(FourTuple tuple, int link, Parser<Optional<T>> parser, int... extensions)
            throws IOException {
        try {
            return diag.ask("subflow show " + tuple, InetDiagRequest.tcp(tuple, link, extensions), parser);
        } catch (NetlinkException e) {
            if (e.errno().equals(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A socket for IPv6 may speak IPv4. */
    private <T> Optional<T> search(FourTuple tuple, Parser<Optional<T>> parser, int... extensions) throws IOException {
        for (int family : tuple.ipv4() ? new int[] {AF_INET, AF_INET6} : new int[] {AF_INET6}) {
            byte[] request = InetDiagRequest.tcp(family, tuple, extensions);
            Optional<T> found = diag.dump("subflow show " + tuple, request, parser).stream()
                    .flatMap(Optional::stream)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Where no socket has the addresses, the kernel tells of the one that listens on the port. */
    private static boolean is(FourTuple tuple, MessageReader message) throws MalformedException {
        InetDiag header = InetDiag.of(message);
        return header.connected()
                && header.local().equals(tuple.local())
                && header.remote().equals(tuple.remote());
    }
}
