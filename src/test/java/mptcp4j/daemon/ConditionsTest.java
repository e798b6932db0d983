package mptcp4j.daemon;

import static mptcp4j.daemon.policy.Measured.WELL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import mptcp4j.daemon.Conditions.State;
import mptcp4j.daemon.policy.Condition;
import mptcp4j.daemon.policy.Measured;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

/** {@link Conditions} of sequences that are made up. */
class ConditionsTest {
    private static final Duration START = Duration.ofSeconds(100);
    private static final int PER_STEP = 800;
    private static final double QUEUE_RTT = 40_000;

    /** A subflow that is measured each 100 ms. */
    private static final class Run {
        private Duration at = START;
        private Measured measured = WELL;
        private State state = Conditions.first(WELL.info(), START);

        Condition condition() {
            return state.condition();
        }

        Run step(Measured next) {
            measured = next;
            at = at.plus(Conditions.EVERY);
            state = Conditions.next(state, next.info(), at);
            return this;
        }

        /** So many segments more, of which so many are sent again. */
        Run send(long segments, long again) {
            return step(measured.sent(measured.segments() + segments, measured.again() + again, measured.twice()));
        }

        Run idle(Duration length) {
            at = at.plus(length);
            state = Conditions.next(state, measured.info(), at);
            return this;
        }

        /** Until it is something, or the steps are over. Returns the steps. */
        int sendUntil(Condition wanted, int most, long segments, LongUnaryOperator again) {
            for (int i = 0; i < most; i++) {
                if (condition() == wanted) {
                    return i;
                }
                send(segments, again.applyAsLong(i));
            }
            return most;
        }
    }

    private static LongUnaryOperator atRandom(long seed, long segments, double share) {
        var random = new Random(seed);
        return step -> {
            long lost = 0;
            for (long i = 0; i < segments; i++) {
                lost += random.nextDouble() < share ? 1 : 0;
            }
            return lost;
        };
    }

    @Test
    void isFineAtFirstAndWhileNothingIsLost() {
        var run = new Run();
        assertEquals(Condition.FINE, run.condition());
        assertEquals(50, run.sendUntil(Condition.LOSSY, 50, PER_STEP, step -> 0));
        assertEquals(START, run.state.since());
    }

    @Property(tries = 200)
    void findsLossAtRandomWithinAboutASecond(
            @ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 0.2) double share) {
        var run = new Run();
        run.step(WELL.rtt((long) QUEUE_RTT));
        int steps = run.sendUntil(Condition.LOSSY, 40, PER_STEP, atRandom(seed, PER_STEP, share));
        assertTrue(steps <= 15, () -> "after " + steps + " steps");
    }

    @Property(tries = 200)
    void takesATenthOfThatForFine(@ForAll long seed, @ForAll @DoubleRange(max = 0.001) @Scale(4) double share) {
        var run = new Run();
        assertEquals(100, run.sendUntil(Condition.LOSSY, 100, PER_STEP, atRandom(seed, PER_STEP, share)));
    }

    /** A full queue drops much at once, or little and rarely. */
    @Property(tries = 200)
    void takesAFullQueueForFine(
            @ForAll @IntRange(min = 2, max = 10) int period, @ForAll @IntRange(min = 90, max = 400) int burst) {
        assertEquals(100, slow(QUEUE_RTT).sendUntil(Condition.LOSSY, 100, PER_STEP, every(period, burst)));
    }

    @Property(tries = 200)
    void takesWhatCongestionControlLosesForFine(
            @ForAll @IntRange(min = 8, max = 20) int period, @ForAll @IntRange(min = 1, max = 30) int burst) {
        assertEquals(100, slow(QUEUE_RTT).sendUntil(Condition.LOSSY, 100, PER_STEP, every(period, burst)));
    }

    private static LongUnaryOperator every(int period, int burst) {
        return step -> step % period == 0 ? burst : 0;
    }

    @Test
    void suspectsLossSoonerWhereNothingWaitedInAQueue() {
        LongUnaryOperator oneOfAHundred = step -> step % 4 == 0 ? 0 : 1;
        assertEquals(40, slow(QUEUE_RTT).sendUntil(Condition.LOSSY, 40, 80, oneOfAHundred));
        assertTrue(slow(20_000).sendUntil(Condition.LOSSY, 40, 80, oneOfAHundred) < 40);
    }

    private static Run slow(double rtt) {
        return new Run().step(WELL.rtt((long) rtt));
    }

    @Test
    void doesNotCountWhatThePeerGotTwice() {
        var run = new Run();
        for (int i = 0; i < 50; i++) {
            Measured last = run.measured;
            run.step(last.sent(last.segments() + PER_STEP, last.again() + 20, last.twice() + 20));
        }
        assertEquals(Condition.FINE, run.condition());
    }

    @Test
    void countersGoRound() {
        var run = new Run();
        run.measured = WELL.sent(0xffff_ff00L, 0xffff_fff0L, 0);
        run.state = Conditions.first(run.measured.info(), START);
        for (int i = 1; i < 20; i++) {
            run.step(WELL.sent(i * 800L - 0x100, i * 16L - 0x10, 0));
        }
        assertEquals(Condition.LOSSY, run.condition());
    }

    @Test
    void isWellAgainWhenLittleIsLostForAWhile() {
        var run = new Run();
        run.sendUntil(Condition.LOSSY, 20, PER_STEP, step -> 16);
        int steps = run.sendUntil(Condition.FINE, 100, PER_STEP, step -> 0);
        assertEquals(30, steps, "3 s at least");
    }

    @Test
    void staysLossyWhileItShowsThatItIs() {
        var run = new Run();
        run.sendUntil(Condition.LOSSY, 20, PER_STEP, step -> 16);
        assertEquals(1000, run.sendUntil(Condition.FINE, 1000, PER_STEP, step -> 16));
    }

    @Test
    void staysLossyWhileItCarriesNothing() {
        var run = new Run();
        run.sendUntil(Condition.LOSSY, 20, PER_STEP, step -> 16);
        assertEquals(Condition.LOSSY, run.idle(Duration.ofMinutes(5)).condition());
    }

    @Test
    void oneTimeoutIsNotSilence() {
        Measured waiting = WELL.rto(440_000).last(300, 300).waiting(10, 1, 0);
        assertEquals(Condition.FINE, new Run().step(waiting).condition());
    }

    @Test
    void twoTimeoutsAreUnlessSomethingIsHeard() {
        Measured waiting = WELL.rto(880_000).waiting(10, 2, 0);
        assertEquals(Condition.SILENT, new Run().step(waiting.last(200, 440)).condition());
        assertEquals(
                Condition.FINE, new Run().step(waiting.last(200, 439)).condition(), "what is behind a gap arrives");
        Measured nothing = WELL.rto(880_000).waiting(0, 2, 0).last(200, 440);
        assertEquals(Condition.FINE, new Run().step(nothing).condition());
    }

    @Test
    void probesWithoutAnAnswerAreSilence() {
        assertEquals(
                Condition.SILENT,
                new Run().step(WELL.last(500, 500).waiting(0, 0, 2)).condition());
        assertEquals(
                Condition.FINE,
                new Run().step(WELL.last(500, 500).waiting(0, 0, 1)).condition());
    }

    @Test
    void silenceEndsWithTheFirstAnswerAndWhatWasSentAgainMeanwhileIsNotLoss() {
        Measured silent = WELL.rto(880_000).last(200, 700).waiting(10, 2, 0);
        var run = new Run().step(silent);
        State since = run.state;
        assertSame(since, run.step(silent.waiting(10, 3, 0).last(1, 1500).rto(1_760_000)).state);
        assertSame(since, run.step(silent.waiting(10, 3, 0).last(1, 1)).state, "an answer, but to nothing new");
        run.step(WELL.sent(1000, 500, 0));
        assertEquals(Condition.FINE, run.condition());
        assertEquals(run.at, run.state.since());
        assertEquals(50, run.sendUntil(Condition.LOSSY, 50, PER_STEP, step -> 0));
    }

    @Test
    void aLossySubflowCanFallSilent() {
        var run = new Run();
        run.sendUntil(Condition.LOSSY, 20, PER_STEP, step -> 16);
        run.step(run.measured.rto(880_000).last(200, 700).waiting(10, 2, 0));
        assertEquals(Condition.SILENT, run.condition());
    }
}
