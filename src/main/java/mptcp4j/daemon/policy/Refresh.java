package mptcp4j.daemon.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mptcp4j.TcpInfo;

/**
 * {@code refresh}: several subflows between the same addresses, and the slowest gives way to one from another port every so often. Where
 * routers spread flows over several ways by their ports (ECMP), the connection finds all of them after a while; SMAPP (CoNEXT 2015) did
 * so with five subflows and 2.5 s.
 *
 * <p>The slowest is the one that the kernel lets send the fewest bytes a second ({@link TcpInfo.Rates#pacing}). The time since the last
 * one was replaced is the age of the youngest, so the plan depends on nothing but the view. Nothing is replaced while the connection has
 * nothing to send.
 *
 * @param subflows how many, the initial one included
 * @param every how long the youngest lives before one is replaced
 */
public record Refresh(int subflows, Duration every) implements Policy {
    /** How much too late one is replaced at most, as a share of the time between. */
    private static final int LOOKS = 5;

    @Override
    public Plan plan(View view) {
        Optional<SameAddresses> ends = SameAddresses.of(view);
        if (ends.isEmpty()) {
            return Plan.leaveAsIs();
        }
        List<SubflowView> there = ends.get().among(view.subflows());
        Wish wish = ends.get().wish("one of " + subflows + " between two addresses");
        return new Plan(Collections.nCopies(subflows, wish), Plan.Others.KEEP, replacements(there), List.of());
    }

    /** The one that takes the place is there before the old one is gone: until then there is one too many. */
    private List<Replacement> replacements(List<SubflowView> there) {
        int tooMany = there.size() - subflows;
        int count = tooMany == 0 && isTime(there) ? 1 : tooMany;
        return there.stream()
                .filter(this::isKnown)
                .sorted(Comparator.comparing(Refresh::pacing, Long::compareUnsigned))
                .limit(Math.max(count, 0))
                .map(slowest -> new Replacement(slowest, "the slowest, with " + pacing(slowest) + " bytes a second"))
                .toList();
    }

    private boolean isTime(List<SubflowView> there) {
        return there.stream().allMatch(this::isKnown) && there.stream().anyMatch(this::isSending);
    }

    private boolean isKnown(SubflowView subflow) {
        return subflow.established()
                && subflow.measured().isPresent()
                && subflow.age().compareTo(every) >= 0;
    }

    private boolean isSending(SubflowView subflow) {
        return subflow.measured()
                .filter(info -> info.times().lastDataSentMillis() < every.toMillis())
                .isPresent();
    }

    private static long pacing(SubflowView subflow) {
        return subflow.measured().map(info -> info.rates().pacing()).orElse(0L);
    }

    @Override
    public Optional<Duration> interval() {
        return Optional.of(every.dividedBy(LOOKS));
    }

    @Override
    public int subflowsNeeded() {
        return subflows;
    }

    /** {@code subflows}: 2 to 8, 5 by default. {@code every}: 500 ms to 1 h, 2.5 s by default. */
    public static final class Factory implements PolicyFactory {
        /** For {@link java.util.ServiceLoader}. */
        public Factory() {}

        private static final Duration DEFAULT = Duration.ofMillis(2500);

        @Override
        public String name() {
            return "refresh";
        }

        @Override
        public Policy create(PolicySettings settings) {
            int subflows = settings.number("subflows", 5, 2, 8);
            return new Refresh(
                    subflows, settings.duration("every", DEFAULT, Duration.ofMillis(500), Duration.ofHours(1)));
        }
    }
}
