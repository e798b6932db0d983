package mptcp4j.daemon.policy;

import static mptcp4j.daemon.policy.Given.FIRST;
import static mptcp4j.daemon.policy.Given.INITIAL;
import static mptcp4j.daemon.policy.Given.LONG;
import static mptcp4j.daemon.policy.Given.WIFI;
import static mptcp4j.daemon.policy.Given.subflow;
import static mptcp4j.daemon.policy.Given.view;
import static mptcp4j.daemon.policy.Measured.WELL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RefreshTest {
    private static final Duration EVERY = Duration.ofMillis(2500);
    private static final Policy REFRESH = new Refresh(3, EVERY);
    private static final List<Wish> WISHES =
            Collections.nCopies(3, new Wish(WIFI, FIRST, false, "one of 3 between two addresses"));

    private static Plan plan(SubflowView... replaced) {
        List<Replacement> replacements = Stream.of(replaced)
                .map(old -> new Replacement(
                        old,
                        "the slowest, with "
                                + old.measured().orElseThrow().rates().pacing() + " bytes a second"))
                .toList();
        return new Plan(WISHES, Plan.Others.KEEP, replacements, List.of());
    }

    private static Given.Some paced(long bytesPerSecond) {
        return subflow(WIFI, FIRST).measured(WELL.pacing(bytesPerSecond));
    }

    private static final SubflowView FAST = paced(3000).it();
    private static final SubflowView MIDDLING = paced(2000).it();
    private static final SubflowView SLOW = paced(1000).it();

    @Test
    void wishesForAllAndReplacesNoneBeforeAllAreThere() {
        assertEquals(plan(), REFRESH.plan(view(INITIAL)));
        assertEquals(plan(), REFRESH.plan(view(SLOW, FAST, paced(1).pending().it())));
    }

    @Test
    void replacesTheSlowestWhenTheYoungestIsOldEnough() {
        assertEquals(plan(SLOW), REFRESH.plan(view(FAST, SLOW, MIDDLING)));
        assertEquals(
                plan(SLOW),
                REFRESH.plan(view(FAST, SLOW, paced(2000).aged(EVERY).it())));
        SubflowView young = paced(2000).aged(EVERY.minusMillis(1)).it();
        assertEquals(plan(), REFRESH.plan(view(FAST, SLOW, young)));
    }

    @Test
    void takesNoLimitForTheFastest() {
        assertEquals(
                plan(SLOW),
                REFRESH.plan(view(paced(-1).it(), SLOW, paced(Long.MIN_VALUE).it())));
    }

    @Test
    void sticksToItUntilTheNewOneIsThereAndTheOldOneGone() {
        SubflowView onItsWay = subflow(WIFI, FIRST).pending().it();
        assertEquals(plan(SLOW), REFRESH.plan(view(FAST, SLOW, MIDDLING, onItsWay)));
        SubflowView arrived = paced(10).aged(Duration.ofMillis(1)).it();
        assertEquals(plan(SLOW), REFRESH.plan(view(FAST, SLOW, MIDDLING, arrived)), "not the new one");
        assertEquals(plan(), REFRESH.plan(view(FAST, MIDDLING, arrived)));
    }

    @Test
    void asksForAnotherInPlaceOfASilentOneAndReplacesNone() {
        SubflowView silent = paced(1).is(Condition.SILENT, LONG).it();
        assertEquals(plan(), REFRESH.plan(view(FAST, SLOW, silent)));
    }

    @Test
    void leavesAnIdleConnectionAlone() {
        Measured idle = WELL.last(2500, 2500);
        SubflowView[] all = Stream.of(1, 2, 3)
                .map(i -> subflow(WIFI, FIRST).measured(idle.pacing(i)).it())
                .toArray(SubflowView[]::new);
        assertEquals(plan(), REFRESH.plan(view(all)));
    }

    @Test
    void looksOftenEnough() {
        assertEquals(Duration.ofMillis(500), REFRESH.interval().orElseThrow());
    }
}
