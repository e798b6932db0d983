package mptcp4j.daemon.policy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What policies that open subflows have in common. */
final class Joining {
    private Joining() {}

    /**
     * Returns whether subflows are none of our business: a server's client opens them, as it may be behind NAT (RFC 8684 section 5), and
     * what began in a tunnel stays there.
     */
    static boolean isLeftAlone(View view) {
        return view.server() || view.confined();
    }

    static List<LocalPath> paths(View view, boolean metered) {
        return view.paths().stream().filter(path -> metered || !path.metered()).toList();
    }

    /**
     * As the others. But where a subflow goes from another address of the same link, one that nothing new should begin with (a temporary
     * or deprecated one), that address stands for the path: what is there is as good.
     */
    static List<LocalPath> pathsInUse(View view, boolean metered) {
        return paths(view, metered).stream().map(path -> inUse(view, path)).toList();
    }

    private static LocalPath inUse(View view, LocalPath path) {
        boolean used = view.subflows().stream().anyMatch(one -> from(one).equals(path.address()));
        boolean first = view.paths().stream()
                .filter(other -> isAlike(other, path.link(), path.address()))
                .findFirst()
                .filter(path::equals)
                .isPresent();
        return used || !first
                ? path
                : view.subflows().stream()
                        .filter(SubflowView::isAlive)
                        .filter(one -> isAlike(path, one.link(), from(one)))
                        .filter(one -> view.path(from(one)).isEmpty())
                        .findFirst()
                        .map(one -> path.withAddress(from(one)))
                        .orElse(path);
    }

    /** Returns the path that a subflow goes from; empty if none of the paths is on its link, or of its IP version. */
    static Optional<LocalPath> pathOf(View view, SubflowView subflow) {
        return view.path(from(subflow))
                .or(() -> view.paths().stream()
                        .filter(path -> isAlike(path, subflow.link(), from(subflow)))
                        .findFirst()
                        .map(path -> path.withAddress(from(subflow))));
    }

    private static InetAddress from(SubflowView subflow) {
        return subflow.local().getAddress();
    }

    private static boolean isAlike(LocalPath path, int link, InetAddress address) {
        return path.link() == link && path.address().getClass() == address.getClass();
    }
}
