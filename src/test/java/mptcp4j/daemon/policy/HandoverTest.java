package mptcp4j.daemon.policy;

import static mptcp4j.daemon.policy.Given.FIRST;
import static mptcp4j.daemon.policy.Given.INITIAL;
import static mptcp4j.daemon.policy.Given.LONG;
import static mptcp4j.daemon.policy.Given.PHONE;
import static mptcp4j.daemon.policy.Given.SECOND;
import static mptcp4j.daemon.policy.Given.WIFI;
import static mptcp4j.daemon.policy.Given.path;
import static mptcp4j.daemon.policy.Given.subflow;
import static mptcp4j.daemon.policy.Given.view;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandoverTest {
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Duration SHORT = SETTLE.minusMillis(1);
    private static final Policy HANDOVER = new Handover(SETTLE, true);

    private static final Wish CHEAP = new Wish(WIFI, FIRST, false, "the cheapest");
    private static final Wish COSTLY = new Wish(PHONE, SECOND, false, "nothing cheaper does well");
    private static final Plan CHEAP_ALONE = plan(CHEAP);
    private static final Plan BOTH = plan(CHEAP, COSTLY);

    private static Plan plan(Wish... wishes) {
        return Plan.of(List.of(wishes), Plan.Others.CLOSE);
    }

    private static SubflowView initial(Condition condition, Duration since) {
        return new Given.Some(INITIAL).is(condition, since).it();
    }

    @Test
    void usesTheCheapPathAloneWhileItIsFine() {
        assertEquals(CHEAP_ALONE, HANDOVER.plan(view(INITIAL)));
        SubflowView young = new Given.Some(INITIAL).aged(Duration.ZERO).it();
        assertEquals(CHEAP_ALONE, HANDOVER.plan(view(young)), "from the beginning");
    }

    @ParameterizedTest
    @EnumSource(names = "FINE", mode = EnumSource.Mode.EXCLUDE)
    void takesTheCostlyOneWhenTheCheapOneDoesBadly(Condition bad) {
        assertEquals(BOTH, HANDOVER.plan(view(initial(bad, Duration.ZERO))));
    }

    @Test
    void takesTheCostlyOneWhenTheCheapSubflowIsGone() {
        assertEquals(BOTH, HANDOVER.plan(view()));
        SubflowView costly = subflow(PHONE, SECOND).it();
        SubflowView onItsWay = subflow(WIFI, FIRST).pending().it();
        assertEquals(BOTH, HANDOVER.plan(view(costly, onItsWay)), "a cheap one on its way is none yet");
    }

    @Test
    void takesTheCostlyOneWhenTheCheapPathIsGone() {
        View view = view(List.of(PHONE), List.of(FIRST, SECOND), initial(Condition.GONE, Duration.ZERO));
        assertEquals(
                plan(new Wish(PHONE, SECOND, false, "the cheapest")), HANDOVER.plan(view), "of those that are left");
    }

    @Test
    void comesBackWhenTheCheapOneHasBeenFineForAWhile() {
        SubflowView costly = subflow(PHONE, SECOND).it();
        assertEquals(BOTH, HANDOVER.plan(view(initial(Condition.FINE, SHORT), costly)));
        assertEquals(CHEAP_ALONE, HANDOVER.plan(view(initial(Condition.FINE, SETTLE), costly)));
    }

    @Test
    void oneOfSeveralCheapOnesIsEnough() {
        LocalPath cable = path("10.0.2.1", 3, 0);
        SubflowView silent = initial(Condition.SILENT, LONG);
        View view = view(
                List.of(WIFI, cable, PHONE),
                List.of(FIRST),
                silent,
                subflow(cable, FIRST).it());
        assertEquals(plan(CHEAP, new Wish(cable, FIRST, false, "the cheapest")), HANDOVER.plan(view));
    }

    @Test
    void goesUpOneCostAtATime() {
        LocalPath satellite = path("10.0.2.1", 3, 20);
        List<LocalPath> paths = List.of(WIFI, PHONE, satellite);
        SubflowView silent = initial(Condition.SILENT, LONG);
        SubflowView costly = subflow(PHONE, SECOND).it();
        assertEquals(BOTH, HANDOVER.plan(view(paths, List.of(FIRST, SECOND), silent, costly)));
        SubflowView lossy = subflow(PHONE, SECOND).is(Condition.LOSSY, LONG).it();
        Plan all = plan(CHEAP, COSTLY, new Wish(satellite, FIRST, false, "nothing cheaper does well"));
        assertEquals(all, HANDOVER.plan(view(paths, List.of(FIRST, SECOND), silent, lossy)));
    }

    @Test
    void goesBackToTheCheapPathThatComesLater() {
        SubflowView begunOnPhone = new Given.Some(subflow(PHONE, SECOND).it()).initial();
        assertEquals(BOTH, HANDOVER.plan(view(begunOnPhone)));
    }

    @Test
    void aTemporaryAddressOfTheCheapLinkIsAsCheap() {
        LocalPath lasting = path("10.0.0.77", WIFI.link(), WIFI.cost());
        View view = view(List.of(lasting, PHONE), List.of(FIRST, SECOND), INITIAL);
        assertEquals(CHEAP_ALONE, HANDOVER.plan(view));
    }

    @Test
    void staysFreeWhereItMayNotSpend() {
        View view = view(List.of(WIFI, Given.metered(PHONE)), List.of(FIRST), initial(Condition.SILENT, LONG));
        assertEquals(CHEAP_ALONE, new Handover(SETTLE, false).plan(view));
    }

    @Test
    void closesNothingForTheSakeOfNothing() {
        assertEquals(Plan.leaveAsIs(), HANDOVER.plan(view(List.of(), List.of(FIRST), INITIAL)));
        assertEquals(Plan.leaveAsIs(), HANDOVER.plan(Given.server(view(INITIAL))));
    }
}
