package mptcp4j.daemon.policy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a policy may know of a connection. Immutable.
 *
 * @param token names the connection in its network namespace
 * @param server whether the peer connected to us
 * @param initialLocal address and port here that the connection began with
 * @param initialRemote the peer's
 * @param confined whether the rules for interfaces leave out the one that the connection began on: a tunnel, a bridge, loopback. What
 *     the connection carries must not leave by another one, even when that one is gone. Found out when the connection is seen first; true while no interface has the address
 * @param age since the connection was established, as far as the daemon has seen
 * @param mayJoinInitial whether the peer takes subflows to the address that the connection began with: some balancers do not (RFC 8684
 *     section 3.1, flag C)
 * @param subflows those that are there, oldest first
 * @param paths the usable addresses of this host, the best first: by cost, weight, link and address
 * @param peers where the peer can be reached: where the connection began, if it {@code mayJoinInitial}, and what it has announced since, by id
 * @param failing from where to where no subflow came about, or none lived, when it was tried last
 */
public record View(
        long token,
        boolean server,
        InetSocketAddress initialLocal,
        InetSocketAddress initialRemote,
        boolean confined,
        Duration age,
        boolean mayJoinInitial,
        List<SubflowView> subflows,
        List<LocalPath> paths,
        List<PeerAddress> peers,
        List<Way> failing) {
    public View {
        subflows = List.copyOf(subflows);
        paths = List.copyOf(paths);
        peers = List.copyOf(peers);
        failing = List.copyOf(failing);
    }

    /** Returns the path from an address; empty if no subflow may go from there by now. */
    public Optional<LocalPath> path(InetAddress address) {
        return paths.stream().filter(path -> path.address().equals(address)).findFirst();
    }

    /** From one of our addresses to one of the peer's and its port. */
    public record Way(InetAddress from, InetSocketAddress to) {}
}
