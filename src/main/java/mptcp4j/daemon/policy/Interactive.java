package mptcp4j.daemon.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mptcp4j.TcpInfo;

/**
 * {@code interactive}: a second path stands ready as backup, and carries data as soon as the first one is slow, not only when it is dead.
 * The first one is the cheapest, and that where the connection began if it is one of the cheapest. It keeps carrying data
 * beside the second, or its times could not be measured. The second is the cheapest of another link: two addresses of one link fail
 * together. What there is on still other links, as the subflow that the connection began with, is backup.
 *
 * <p>The second one is promoted when no subflow of the first is {@link SubflowView#isFine}, or the round-trip time or the retransmission
 * timeout of each has passed its limit. It is backup again when both are well below, and it has carried data for a while: the round-trip
 * time below three quarters of its limit, the timeout below what it cannot be less than, 200 ms, and three quarters of the rest.
 * Whether it was promoted is read from the view: {@link SubflowView#backup} of the second.
 *
 * @param rtt the most that the smoothed round-trip time of the first may be
 * @param rto the most that its retransmission timeout may be, which the kernel doubles each time it passes: SMAPP's smart backup (CoNEXT
 *     2015) has 1 s
 * @param settle how long the second carries data at least, once it is promoted
 * @param metered whether metered paths are used, too
 */
public record Interactive(Duration rtt, Duration rto, Duration settle, boolean metered) implements Policy {
    private static final Duration LOOK = Duration.ofMillis(200);
    /** The kernel's timeout is the round-trip time and what that may vary by, for which it takes this at least ({@code TCP_RTO_MIN}). */
    private static final Duration LEAST_RTO = Duration.ofMillis(200);

    @Override
    public Plan plan(View view) {
        List<LocalPath> paths = new ArrayList<>(Joining.pathsInUse(view, metered));
        if (Joining.isLeftAlone(view) || paths.isEmpty()) {
            return Plan.leaveAsIs();
        }
        paths.sort(Comparator.comparing(LocalPath::backup)
                .thenComparingInt(LocalPath::cost)
                .thenComparing(
                        path -> !path.address().equals(view.initialLocal().getAddress())));
        List<Spread.Target> targets = Spread.over(view, paths);
        List<Wish> wishes = new ArrayList<>();
        if (targets.isEmpty()) {
            return Plan.of(List.of(), Plan.Others.KEEP);
        }
        LocalPath first = targets.get(0).from();
        wishes.add(targets.get(0).wish(false, "the first path"));
        List<Integer> links = new ArrayList<>(List.of(first.link()));
        targets.stream()
                .skip(1)
                .min(Comparator.comparing(target -> target.from().link() == first.link()))
                .ifPresent(target -> {
                    links.add(target.from().link());
                    wishes.add(second(view, first, target));
                });
        others(view, links).forEach(wishes::add);
        return Plan.of(wishes, Plan.Others.KEEP);
    }

    /** Nothing is wished for there; but what is there would carry data, beside those that should. */
    private static Stream<Wish> others(View view, List<Integer> links) {
        boolean needed = view.subflows().stream().noneMatch(one -> one.isFine() && links.contains(one.link()));
        return (needed ? Stream.<SubflowView>empty() : view.subflows().stream())
                .filter(one -> one.established() && one.isAlive())
                .flatMap(one -> Joining.pathOf(view, one).stream()
                        .filter(path -> !links.contains(path.link()))
                        .map(path -> new Wish(
                                path,
                                new PeerAddress(one.remoteId(), one.remote()),
                                true,
                                "neither the first nor the second path")))
                .distinct();
    }

    private Wish second(View view, LocalPath first, Spread.Target target) {
        boolean promoted = promotedFor(view, target.from())
                .map(since -> since.compareTo(settle) < 0
                        || !isQuick(view, first, well(rtt, Duration.ZERO), well(rto, LEAST_RTO)))
                .orElseGet(() -> !isQuick(view, first, rtt, rto));
        String why = promoted ? "second path, as the first is slow" : "second path, ready as backup";
        return target.wish(!promoted, why);
    }

    /** How long it has carried data; empty if it is backup or not there. */
    private static Optional<Duration> promotedFor(View view, LocalPath path) {
        return from(view, path).stream()
                .filter(one -> one.established() && !one.backup())
                .map(SubflowView::backupAge)
                .findFirst();
    }

    /** Three quarters of the way from the least that there is to a limit. */
    private static Duration well(Duration most, Duration least) {
        return least.plus(most.minus(least).multipliedBy(3).dividedBy(4));
    }

    /** Whether any subflow from there keeps below both. */
    private static boolean isQuick(View view, LocalPath path, Duration mostRtt, Duration mostRto) {
        return from(view, path).stream()
                .filter(SubflowView::isFine)
                .anyMatch(one -> one.measured()
                        .map(TcpInfo::times)
                        .map(times -> times.rttMicros() <= micros(mostRtt)
                                && times.retransmissionTimeoutMicros() <= micros(mostRto))
                        .orElse(true));
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1000;
    }

    private static List<SubflowView> from(View view, LocalPath path) {
        return view.subflows().stream()
                .filter(one -> one.local().getAddress().equals(path.address()))
                .toList();
    }

    @Override
    public Optional<Duration> interval() {
        return Optional.of(LOOK);
    }

    /**
     * {@code rtt}: 1 ms to 60 s, 250 ms by default. {@code rto}: 300 ms, as the kernel has 200 ms at least, to 60 s, 1 s by default.
     * {@code settle}: 0 to 10 min, 3 s by default. {@code metered}: true by default.
     */
    public static final class Factory implements PolicyFactory {
        /** For {@link java.util.ServiceLoader}. */
        public Factory() {}

        private static final Duration RTT = Duration.ofMillis(250);
        private static final Duration SHORTEST_RTO = Duration.ofMillis(300);
        private static final Duration RTO = Duration.ofSeconds(1);
        private static final Duration SETTLE = Duration.ofSeconds(3);
        private static final Duration MINUTE = Duration.ofMinutes(1);

        @Override
        public String name() {
            return "interactive";
        }

        @Override
        public Policy create(PolicySettings settings) {
            return new Interactive(
                    settings.duration("rtt", RTT, Duration.ofMillis(1), MINUTE),
                    settings.duration("rto", RTO, SHORTEST_RTO, MINUTE),
                    settings.duration("settle", SETTLE, Duration.ZERO, Duration.ofMinutes(10)),
                    settings.flag("metered", true));
        }
    }
}
