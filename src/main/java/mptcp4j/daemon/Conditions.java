package mptcp4j.daemon;

import java.time.Duration;
import mptcp4j.TcpInfo;
import mptcp4j.daemon.policy.Condition;

/**
 * Finds out how well a subflow does from its measurements, one after the other. A pure function. A subflow that carries data should be
 * measured every 100 ms ({@link #EVERY}); one that does not, when it is convenient.
 *
 * <p>{@link Condition#SILENT}: the retransmission timeout has passed twice since the last acknowledgement of something new
 * ({@code icsk_retransmits}, which the kernel sets to zero when {@code snd_una} moves), and nothing at all was heard since the first.
 * The same holds for probes of a closed window. One timeout alone is common: the last packet of a burst was lost, or a radio link paused.
 * It is over with the first acknowledgement of something new. An end that only receives has sent nothing that could be missed: nothing is
 * silent there.
 *
 * <p>{@link Condition#LOSSY}: what is lost is compared with what a full queue drops. Congestion control loses segments on every path, by and
 * by all that do not fit into the queue at once; loss at random comes all the time. So losses are counted in each of the last ten stretches
 * of 100 ms, and what counts is their mean, less twice its standard deviation as it follows from how much the stretches differ (once, where
 * round trips tell that nothing waited in a queue). It has to be 0.4 % of the segments, three times in succession, and the losses must not come
 * in bursts (variance through mean above 40). Measured on Linux 6.18 on paths of 100 Mbit/s without delay, 8 s each, of ten stretches
 * each, least, median and most:
 *
 * <pre>
 *                                            lost, %            variance / mean   verdict
 *   CUBIC, queue of 50 ms                     0.0  0.0   0.6      1    1   54     fine
 *   CUBIC, 10 ms                              0.0  0.2   0.4      2   12   31     fine
 *   CUBIC, 5 ms                               0.2  0.4   0.7      6   11   22     fine
 *   CUBIC, 2 ms, single segments              0.1  0.1   0.3      1    1    9     fine
 *   BBR, 50 ms                                0.0  0.0   0.0      1    1    1     fine
 *   BBR, 10 ms                                0.0  7.4  12.5      1   90  278     fine
 *   BBR, 2 ms, single segments                0.1  7.5  15.9      3  100  342     fine
 *   1 % at random, single segments, CUBIC     0.8  1.0   1.2      1    1    2     lossy after 0.9 to 1.1 s
 *   1 % at random, single segments, BBR       0.8  1.0   1.3      1    1    8     lossy after 1.2 to 2.1 s
 *   1 % at random, packets of GSO, CUBIC      0.6  1.0   1.8      5   10   19     lossy after 1.2 to 1.3 s
 *   1 % at random, packets of GSO, BBR        0.7  1.1   1.7      3   11   29     lossy after 0.9 to 1.4 s
 *   10 Mbit/s, CUBIC, 20 ms                   0.3  0.9   2.1      1    2    9     fine
 *   10 Mbit/s, 1 % at random, CUBIC           0.6  0.9   1.4      1    1    2     lossy after 1.3 to 6.7 s
 * </pre>
 *
 * <p>The last two rows show the limit: where a queue holds no more than some 17 packets, congestion control itself loses one segment of a
 * hundred, and 1 % at random is hardly told from that; measured each 200 ms instead of 100, the first of them was lossy, too. It is over after 3 s at least, when less than 0.2 % is
 * lost. What carries nothing, as it was made backup, shows nothing: who did that lets it begin anew after a while ({@link Demotion}).
 */
final class Conditions {
    /** How often a subflow that carries data should be measured. */
    static final Duration EVERY = Duration.ofMillis(100);

    private static final int TIMEOUTS = 2;
    private static final int VERDICTS = 3;
    private static final Duration LOSSY_AT_LEAST = Duration.ofSeconds(3);

    private Conditions() {}

    /**
     * What has to be remembered of a subflow. Immutable.
     *
     * @param condition how it does
     * @param since when that began
     * @param losses of late
     * @param verdicts how many of the last ones in succession were bad
     */
    record State(Condition condition, Duration since, Losses losses, int verdicts) {
        private State with(Losses latest, int bad) {
            return new State(condition, since, latest, bad);
        }

        private static State beginning(Condition condition, TcpInfo now, Duration at) {
            return new State(condition, at, Losses.from(now, at), 0);
        }
    }

    /** @param at since any fixed moment, the same for all that follow */
    static State first(TcpInfo now, Duration at) {
        return State.beginning(Condition.FINE, now, at);
    }

    /** @param at when it was measured, not before the last time */
    static State next(State before, TcpInfo now, Duration at) {
        if (isSilent(now)) {
            return before.condition == Condition.SILENT ? before : State.beginning(Condition.SILENT, now, at);
        }
        return switch (before.condition) {
            case SILENT -> isHeardOf(now) ? first(now, at) : before;
            case LOSSY -> afterLoss(before, now, at);
            default -> whileFine(before, now, at);
        };
    }

    private static boolean isSilent(TcpInfo now) {
        TcpInfo.Times times = now.times();
        // After n timeouts it is 2^n times the first one, which itself has passed 2^n - 1 times.
        boolean nothingHeard = times.lastAckReceivedMillis() * 1000 >= times.retransmissionTimeoutMicros() / 2;
        boolean waits = now.flight().unacknowledged() > 0 && now.recovery().retransmits() >= TIMEOUTS;
        return nothingHeard && (waits || now.recovery().probes() >= TIMEOUTS);
    }

    private static boolean isHeardOf(TcpInfo now) {
        return now.recovery().retransmits() == 0 && now.recovery().probes() == 0;
    }

    private static State whileFine(State before, TcpInfo now, Duration at) {
        Losses losses = before.losses.next(now, at);
        if (!losses.isNew(at)) {
            return before;
        }
        int bad = losses.isBad() ? before.verdicts + 1 : 0;
        return bad < VERDICTS ? before.with(losses, bad) : new State(Condition.LOSSY, at, losses, bad);
    }

    private static State afterLoss(State before, TcpInfo now, Duration at) {
        Losses losses = before.losses.next(now, at);
        boolean longEnough = at.minus(before.since).compareTo(LOSSY_AT_LEAST) >= 0;
        return longEnough && losses.isGood() ? first(now, at) : before.with(losses, before.verdicts);
    }
}
