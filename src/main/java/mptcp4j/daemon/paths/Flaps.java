package mptcp4j.daemon.paths;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often one address of one link was lost of late, and until when it has to wait. Not thread-safe. */
final class Flaps {
    private static final int MOST = 64;

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
        Duration hold = damping.hold(losses.size());
        until = now + hold.toNanos();
        held = !hold.isZero();
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

    private void forget(long now) {
        while (!losses.isEmpty() && now - losses.getFirst() > damping.window().toNanos()) {
            losses.removeFirst();
        }
    }
}
