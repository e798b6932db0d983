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
import static mptcp4j.daemon.policy.Measured.WELL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InteractiveTest {
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Policy INTERACTIVE =
            new Interactive(Duration.ofMillis(200), Duration.ofMillis(1000), SETTLE, true);
    private static final Wish PRIMARY = new Wish(WIFI, FIRST, false, "the first path");
    private static final Plan READY = plan(new Wish(PHONE, SECOND, true, "second path, ready as backup"));
    private static final Plan PROMOTED = plan(new Wish(PHONE, SECOND, false, "second path, as the first is slow"));
    private static final SubflowView BACKUP =
            subflow(PHONE, SECOND).backup(true, LONG).it();

    private static Plan plan(Wish second) {
        return Plan.of(List.of(PRIMARY, second), Plan.Others.KEEP);
    }

    private static SubflowView first(Measured measured) {
        return new Given.Some(INITIAL).measured(measured).it();
    }

    private static SubflowView promoted(Duration since) {
        return subflow(PHONE, SECOND).backup(false, since).it();
    }

    @Test
    void keepsASecondPathReady() {
        assertEquals(READY, INTERACTIVE.plan(view(INITIAL)), "before there are measurements");
        assertEquals(READY, INTERACTIVE.plan(view(first(WELL), BACKUP)));
        assertEquals(READY, INTERACTIVE.plan(view(first(WELL.rtt(200_000).rto(1_000_000)), BACKUP)));
    }

    @Test
    void promotesItWhenTheFirstIsSlow() {
        assertEquals(PROMOTED, INTERACTIVE.plan(view(first(WELL.rtt(200_001)), BACKUP)));
        assertEquals(PROMOTED, INTERACTIVE.plan(view(first(WELL.rto(1_000_001)), BACKUP)));
    }

    @Test
    void promotesItWhenTheFirstIsNotFineOrGone() {
        for (Condition bad : List.of(Condition.LOSSY, Condition.SILENT, Condition.GONE)) {
            SubflowView first =
                    new Given.Some(first(WELL)).is(bad, Duration.ZERO).it();
            assertEquals(PROMOTED, INTERACTIVE.plan(view(first, BACKUP)));
        }
        assertEquals(PROMOTED, INTERACTIVE.plan(view(BACKUP)));
    }

    @Test
    void comesBackWellBelowTheLimitsAndNotAtOnce() {
        Measured limit = WELL.rtt(150_000).rto(750_000);
        assertEquals(READY, INTERACTIVE.plan(view(first(limit), promoted(SETTLE))));
        assertEquals(PROMOTED, INTERACTIVE.plan(view(first(limit), promoted(SETTLE.minusMillis(1)))));
        assertEquals(PROMOTED, INTERACTIVE.plan(view(first(limit.rtt(150_001)), promoted(LONG))));
        assertEquals(PROMOTED, INTERACTIVE.plan(view(first(limit.rto(750_001)), promoted(LONG))));
    }

    @Test
    void theSecondIsTheFirstWhenThatPathIsGone() {
        View view = view(List.of(PHONE), List.of(FIRST, SECOND), BACKUP);
        Wish alone = new Wish(PHONE, SECOND, false, "the first path");
        assertEquals(Plan.of(List.of(alone), Plan.Others.KEEP), INTERACTIVE.plan(view));
    }

    @Test
    void ofEquallyCheapOnesTheFirstIsWhereTheConnectionBegan() {
        LocalPath earlier = path("10.0.9.1", 0, 0);
        View view = view(List.of(earlier, WIFI), List.of(FIRST), INITIAL);
        Wish second = new Wish(earlier, FIRST, true, "second path, ready as backup");
        assertEquals(plan(second), INTERACTIVE.plan(view));
    }

    @Test
    void whatTheRulesMakeBackupIsNeverFirst() {
        LocalPath wifi = Given.asBackup(WIFI);
        View view = view(List.of(wifi, PHONE), List.of(FIRST), INITIAL);
        List<Wish> wishes = List.of(
                new Wish(PHONE, FIRST, false, "the first path"),
                new Wish(wifi, FIRST, true, "second path, as the first is slow"));
        assertEquals(Plan.of(wishes, Plan.Others.KEEP), INTERACTIVE.plan(view));
    }

    @Test
    void doesNothingForAServer() {
        assertEquals(Plan.leaveAsIs(), INTERACTIVE.plan(Given.server(view(INITIAL))));
    }
}
