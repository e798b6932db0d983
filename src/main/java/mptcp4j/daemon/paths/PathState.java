package mptcp4j.daemon.paths;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.route.NetworkState;

/**
 * The paths of this host at one moment. Immutable.
 *
 * <p>An address in neither is one that nothing new should begin with, while what exists may go on: it is deprecated or temporary, or
 * the rules do not want its interface; or it never worked.
 *
 * @param paths the addresses that subflows may go from, the best first
 * @param losses those that worked on any interface but loopback and do not any more, by address. The last few
 *     hundred are kept
 * @param leftOut the addresses of loopback, and of the interfaces that the rules do not want
 * @param network the links and addresses that this was made of; without routes and rules
 */
public record PathState(
        List<LocalPath> paths, Map<InetAddress, Loss> losses, Set<InetAddress> leftOut, NetworkState network) {
    /** Of a host without anything. */
    public static final PathState NOTHING =
            new PathState(List.of(), Map.of(), Set.of(), new NetworkState(List.of(), List.of(), List.of(), List.of()));

    public PathState {
        paths = List.copyOf(paths);
        losses = Map.copyOf(losses);
        leftOut = Set.copyOf(leftOut);
    }

    /**
     * Returns the addresses that nothing can go from. One that is back, and has to stay for a while before something new begins with it,
     * is not among them: what has begun there since, without asking us, works.
     */
    public Set<InetAddress> dead() {
        return losses.values().stream()
                .filter(loss -> loss.reason() != Loss.Reason.FLAPPING)
                .map(Loss::address)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether the other has the same paths and losses, and leaves out the same, whatever else its interfaces have. */
    boolean saysTheSame(PathState other) {
        return paths.equals(other.paths) && losses.equals(other.losses) && leftOut.equals(other.leftOut);
    }
}
