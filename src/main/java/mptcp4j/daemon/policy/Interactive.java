package mptcp4j.daemon.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mptcp4j.TcpInfo;

/**
 * {@code interactive}: a second path stands ready as backup, and carries data as soon as the first one is slow, not only when it is dead.
 * The first one is the cheapest, and that where the connection began if it is one of the cheapest. It keeps carrying data
 * beside the second, or its times could not be measured.
 *
 * <p>The second one is promoted when no subflow of the first is {@link SubflowView#isFine}, or the round-trip time or the retransmission
 * timeout of each has passed its limit. It is backup again when both are below three quarters of these, and it has carried data for a while.
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
        if (!targets.isEmpty()) {
            wishes.add(targets.get(0).wish(false, "the first path"));
        }
        if (targets.size() > 1) {
            wishes.add(second(view, targets.get(0).from(), targets.get(1)));
        }
        return Plan.of(wishes, Plan.Others.KEEP);
    }

    private Wish second(View view, LocalPath first, Spread.Target target) {
        boolean promoted = promotedFor(view, target.from())
                .map(since -> since.compareTo(settle) < 0 || !isQuick(view, first, 3, 4))
                .orElseGet(() -> !isQuick(view, first, 1, 1));
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

    /** Whether any subflow from there keeps below a share of the limits. */
    private boolean isQuick(View view, LocalPath path, int numerator, int denominator) {
        return from(view, path).stream()
                .filter(SubflowView::isFine)
                .anyMatch(one -> one.measured()
                        .map(TcpInfo::times)
                        .map(times -> times.rttMicros() <= limit(rtt, numerator, denominator)
                                && times.retransmissionTimeoutMicros() <= limit(rto, numerator, denominator))
                        .orElse(true));
    }

    private static long limit(Duration most, int numerator, int denominator) {
        return most.toNanos() / 1000 * numerator / denominator;
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
     * {@code rtt}: 1 ms to 60 s, 250 ms by default. {@code rto}: 200 ms, which is the least that the kernel has, to 60 s, 1 s by default.
     * {@code settle}: 0 to 10 min, 3 s by default. {@code metered}: true by default.
     */
    public static final class Factory implements PolicyFactory {
        /** For {@link java.util.ServiceLoader}. */
        public Factory() {}

        private static final Duration RTT = Duration.ofMillis(250);
        private static final Duration LEAST_RTO = Duration.ofMillis(200);
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
                    settings.duration("rto", RTO, LEAST_RTO, MINUTE),
                    settings.duration("settle", SETTLE, Duration.ZERO, Duration.ofMinutes(10)),
                    settings.flag("metered", true));
        }
    }
}
