package mptcp4j.daemon;

import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Lets the requests of one user wait for each other, however many clients it has, so that those of others wait for a few of them at most.
 * Administrators wait for nobody. Not thread-safe.
 */
final class Turns {
    static final int AT_ONCE = 2;

    private final Map<UserPrincipal, Turn> byUser = new HashMap<>();

    /** Does it now, or when as many as are ahead of it have {@linkplain #end ended}. */
    void begin(Caller caller, Runnable request) {
        if (caller.administrator()) {
            request.run();
            return;
        }
        Turn turn = byUser.computeIfAbsent(caller.user(), user -> new Turn());
        if (turn.running < AT_ONCE) {
            turn.running++;
            request.run();
        } else {
            turn.waiting.add(request);
        }
    }

    /** One that had begun has ended: the next begins. */
    void end(Caller caller) {
        Turn turn = byUser.get(caller.user());
        if (caller.administrator() || turn == null) {
            return;
        }
        Runnable next = turn.waiting.poll();
        if (next != null) {
            next.run();
        } else if (--turn.running == 0) {
            byUser.remove(caller.user());
        }
    }

    private static final class Turn {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int running;
    }
}
