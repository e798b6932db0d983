package mptcp4j.daemon.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The two addresses that several subflows go between: those that the connection began with, while they may be used; else the best
 * path, and the first address that the peer has announced for it.
 *
 * @param from ours
 * @param to the peer's
 */
record SameAddresses(LocalPath from, PeerAddress to) {
    static Optional<SameAddresses> of(View view) {
        if (Joining.isLeftAlone(view)) {
            return Optional.empty();
        }
        Comparator<LocalPath> initialFirst = Comparator.comparing(
                path -> !path.address().equals(view.initialLocal().getAddress()));
        return Joining.pathsInUse(view, true).stream()
                .sorted(initialFirst)
                .flatMap(path -> view.peers().stream()
                        .filter(path::reaches)
                        .sorted(Comparator.comparing(peer -> !peer.address().equals(view.initialRemote())))
                        .map(peer -> new SameAddresses(path, peer)))
                .findFirst();
    }

    Wish wish(String why) {
        return new Wish(from, to, from.backup(), why);
    }

    /** Returns the subflows between them, oldest first, without those that carry nothing any more. */
    List<SubflowView> among(List<SubflowView> subflows) {
        return subflows.stream()
                .filter(one -> one.isBetween(from.address(), to.address()))
                .filter(SubflowView::isAlive)
                .toList();
    }
}
