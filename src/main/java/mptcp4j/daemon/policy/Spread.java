package mptcp4j.daemon.policy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the peer's addresses for each path, so that the paths are spread over them, each as much as it weighs. Where a path has a subflow that is
 * not silent, that one's address stays: nothing moves because another path comes or goes.
 */
final class Spread {
    private final View view;
    private final Map<LocalPath, PeerAddress> targets = new HashMap<>();

    private Spread(View view) {
        this.view = view;
    }

    /** @param to the peer's address for a subflow from there */
    record Target(LocalPath from, PeerAddress to) {
        Wish wish(boolean backup, String why) {
            return new Wish(from, to, backup || from.backup(), why);
        }
    }

    /** Returns the paths in their order, without those that reach none of the peer's addresses. */
    static List<Target> over(View view, List<LocalPath> paths) {
        var spread = new Spread(view);
        paths.forEach(spread::keep);
        paths.forEach(spread::choose);
        List<Target> result = new ArrayList<>();
        for (LocalPath path : paths) {
            PeerAddress target = spread.targets.get(path);
            if (target != null) {
                result.add(new Target(path, target));
            }
        }
        return result;
    }

    private void keep(LocalPath path) {
        existing(path).ifPresent(one -> targets.put(path, new PeerAddress(one.remoteId(), one.remote())));
    }

    private Optional<SubflowView> existing(LocalPath path) {
        return view.subflows().stream()
                .filter(one -> one.local().getAddress().equals(path.address()) && one.isAlive())
                .min(Comparator.comparing(one -> !one.isFine()));
    }

    private void choose(LocalPath path) {
        if (targets.containsKey(path)) {
            return;
        }
        List<PeerAddress> candidates = candidates(path);
        if (candidates.size() == 1) {
            targets.put(path, candidates.get(0));
        } else {
            candidates.stream().min(preference(path)).ifPresent(peer -> targets.put(path, peer));
        }
    }

    private List<PeerAddress> candidates(LocalPath path) {
        return view.peers().stream().filter(path::reaches).toList();
    }

    /** What failed comes last; then what the least use; then what is likely to be near it (as in RFC 6724 section 5, rule 9). */
    private Comparator<PeerAddress> preference(LocalPath path) {
        return Comparator.<PeerAddress, Boolean>comparing(peer -> isFailing(path, peer.address()))
                .thenComparingInt(this::uses)
                .thenComparingInt(peer -> -commonBits(path, peer));
    }

    private boolean isFailing(LocalPath path, InetSocketAddress to) {
        return view.failing().contains(new View.Way(path.address(), to));
    }

    /** A path of weight 3 fills an address as three others do. */
    private int uses(PeerAddress peer) {
        return targets.entrySet().stream()
                .filter(one -> one.getValue().address().equals(peer.address()))
                .mapToInt(one -> one.getKey().weight())
                .sum();
    }

    private static int commonBits(LocalPath path, PeerAddress peer) {
        byte[] here = path.address().getAddress();
        byte[] there = peer.address().getAddress().getAddress();
        int bits = 0;
        for (int i = 0; i < here.length; i++) {
            int difference = (here[i] ^ there[i]) & 0xff;
            if (difference != 0) {
                return bits + Integer.numberOfLeadingZeros(difference) - (Integer.SIZE - Byte.SIZE);
            }
            bits += Byte.SIZE;
        }
        return bits;
    }
}
