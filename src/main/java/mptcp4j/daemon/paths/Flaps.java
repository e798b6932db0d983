package mptcp4j.daemon.paths;

import java.util.ArrayDeque;
import java.util.Deque;
import mptcp4j.daemon.config.Damping;

/**
 * How often one address of one link was lost of late, and until when it has to wait: after one loss too many an eighth of the longest
 * hold, after each one more twice as long. Not thread-safe.
 */
final class Flaps {
    private static final int MOST = 64;
    private static final int DOUBLINGS = 3;

    private final Damping damping;
    private final Deque<Long> losses = new ArrayDeque<>();
    private long until;
    private boolean held;

    Flaps(Damping damping) {
        this.damping = damping;
    }

    void lost(long now) {
        if (losses.size() == MOST) {
            losses.removeFirst();
        }
        losses.addLast(now);
        held = false;
    }

    void back(long now) {
        forget(now);
        long hold = hold(losses.size() - damping.losses());
        until = now + hold;
        held = hold > 0;
    }

    /** Returns how long it has to wait still; zero or less if no more. */
    long left(long now) {
        return held ? until - now : 0;
    }

    /** Returns whether nothing is to be remembered. */
    boolean calm(long now) {
        forget(now);
        return losses.isEmpty() && left(now) <= 0;
    }

    private long hold(int tooMany) {
        if (tooMany <= 0 || damping.losses() == 0) {
            return 0;
        }
        return damping.hold().toNanos() >> (DOUBLINGS - Math.min(DOUBLINGS, tooMany - 1));
    }

    private void forget(long now) {
        while (!losses.isEmpty() && now - losses.getFirst() > damping.within().toNanos()) {
            losses.removeFirst();
        }
    }
}
