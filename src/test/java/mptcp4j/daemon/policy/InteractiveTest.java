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
        Measured limit = WELL.rtt(150_000).rto(800_000);
        assertEquals(READY, INTERACTIVE.plan(view(first(limit), promoted(SETTLE))));
        assertEquals(PROMOTED, INTERACTIVE.plan(view(first(limit), promoted(SETTLE.minusMillis(1)))));
        assertEquals(PROMOTED, INTERACTIVE.plan(view(first(limit.rtt(150_001)), promoted(LONG))));
        assertEquals(PROMOTED, INTERACTIVE.plan(view(first(limit.rto(800_001)), promoted(LONG))));
    }

    /** No timeout is below 200 ms and the round trip: three quarters of a limit of 300 ms would hardly ever be reached. */
    @Test
    void comesBackThoughTheLimitIsHardlyMoreThanTheKernelsLeast() {
        Policy strict = new Interactive(Duration.ofMillis(200), Duration.ofMillis(300), SETTLE, true);
        SubflowView idle = first(WELL.rtt(60_000).rto(260_000));
        assertEquals(READY, strict.plan(view(idle, promoted(LONG))));
        assertEquals(PROMOTED, strict.plan(view(first(WELL.rto(275_001)), promoted(LONG))));
    }

    /** Both addresses of a host with IPv4 and IPv6 are gone with their link. */
    @Test
    void theSecondPathIsOnAnotherLink() {
        LocalPath wifi6 = path("fd00:1::1", WIFI.link(), 0);
        LocalPath phone6 = path("fd00:2::1", PHONE.link(), 10);
        PeerAddress there6 = Given.peer(2, "fd00:9::2");
        List<PeerAddress> peers = List.of(FIRST, SECOND, there6);
        assertEquals(READY, INTERACTIVE.plan(view(List.of(WIFI, wifi6, PHONE, phone6), peers, INITIAL)));
        Wish only = new Wish(wifi6, there6, true, "second path, ready as backup");
        assertEquals(plan(only), INTERACTIVE.plan(view(List.of(WIFI, wifi6), peers, INITIAL)), "for want of another");
    }

    /** Or data would flow on the dearest one for as long as the connection lives. */
    @Test
    void whatBeganOnAThirdPathIsBackup() {
        LocalPath cheaper = path("10.0.5.1", 5, 0);
        LocalPath cheap = path("10.0.6.1", 6, 0);
        LocalPath costly = path("10.0.0.1", WIFI.link(), 7);
        List<Wish> wishes = List.of(
                new Wish(cheaper, FIRST, false, "the first path"),
                new Wish(cheap, FIRST, true, "second path, ready as backup"),
                new Wish(costly, FIRST, true, "neither the first nor the second path"));
        List<LocalPath> paths = List.of(cheaper, cheap, costly);
        SubflowView first = subflow(cheaper, FIRST).it();
        assertEquals(Plan.of(wishes, Plan.Others.KEEP), INTERACTIVE.plan(view(paths, List.of(FIRST), INITIAL, first)));
        SubflowView silent = new Given.Some(INITIAL).is(Condition.SILENT, LONG).it();
        assertEquals(
                Plan.of(wishes.subList(0, 2), Plan.Others.KEEP),
                INTERACTIVE.plan(view(paths, List.of(FIRST), silent, first)),
                "what does not work is not made again");
        SubflowView begun = subflow(cheaper, FIRST).pending().it();
        assertEquals(
                List.of(cheaper, cheap),
                INTERACTIVE.plan(view(paths, List.of(FIRST), INITIAL, begun)).subflows().stream()
                        .map(Wish::from)
                        .toList(),
                "while nothing else works");
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
