package mptcp4j.daemon.policy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What a policy may know of a connection. Immutable.
 *
 * @param token names the connection in its network namespace
 * @param server whether the peer connected to us
 * @param initialLocal address and port here that the connection began with
 * @param initialRemote the peer's
 * @param age since the connection was established, as far as the daemon has seen
 * @param mayJoinInitial whether the peer takes subflows to the address that the connection began with: some balancers do not (RFC 8684
 *     section 3.1, flag C)
 * @param subflows those that are there, oldest first
 * @param paths the usable addresses of this host, the best first: by cost, link and address
 * @param peers where the peer can be reached: where the connection began, if it {@code mayJoinInitial}, and what it has announced since, by id
 */
public record View(
        long token,
        boolean server,
        InetSocketAddress initialLocal,
        InetSocketAddress initialRemote,
        Duration age,
        boolean mayJoinInitial,
        List<SubflowView> subflows,
        List<LocalPath> paths,
        List<PeerAddress> peers) {
    public View {
        subflows = List.copyOf(subflows);
        paths = List.copyOf(paths);
        peers = List.copyOf(peers);
    }
}
