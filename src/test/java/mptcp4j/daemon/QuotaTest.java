package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final Caller ROOT = new Caller(new User("root"), true);

    private final Quota quota = new Quota();

    @Test
    void oneUserTakesNoMoreThanItsShare() {
        Caller greedy = new Caller(new User("greedy"), false);
        for (int i = 0; i < Quota.MOST_CLIENTS_OF_USER; i++) {
            assertTrue(quota.enter(greedy));
        }
        assertFalse(quota.enter(greedy));
        assertTrue(quota.enter(new Caller(new User("other"), false)));
        quota.leave(greedy, System.nanoTime());
        assertTrue(quota.enter(greedy));
    }

    @Test
    void thereIsRoomForAdministratorsWhenThereIsNoneForOthers() {
        int entered = 0;
        int user = 0;
        Caller caller = new Caller(new User("0"), false);
        while (entered < Quota.MOST_CLIENTS - Quota.KEPT_FOR_ADMINISTRATORS) {
            if (quota.enter(caller)) {
                entered++;
            } else {
                caller = new Caller(new User("" + ++user), false);
            }
        }
        assertFalse(quota.enter(new Caller(new User("late"), false)));
        for (int i = 0; i < Quota.KEPT_FOR_ADMINISTRATORS; i++) {
            assertTrue(quota.enter(ROOT));
        }
        assertFalse(quota.enter(ROOT));
    }

    /** However many users somebody has, there is room for one that has nothing. */
    @Test
    void whoHasMostMakesRoomForWhoHasLess() {
        Caller many = new Caller(new User("many"), false);
        Caller few = new Caller(new User("few"), false);
        quota.enter(many);
        quota.enter(many);
        quota.enter(few);
        quota.enter(ROOT);
        quota.enter(ROOT);
        quota.enter(ROOT);
        assertEquals(Optional.of(many.user()), quota.most(few));
        assertEquals(Optional.of(many.user()), quota.most(new Caller(new User("late"), false)));
        assertEquals(Optional.empty(), quota.most(many));
    }

    @Test
    void requestsAreFreeAtFirstAndThenEachTakesItsTime() {
        Caller busy = new Caller(new User("busy"), false);
        long now = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        for (int i = 0; i < Quota.REQUESTS_AT_ONCE; i++) {
            assertEquals(0, quota.delay(busy, now));
        }
        long each = TimeUnit.SECONDS.toNanos(1) / Quota.REQUESTS_PER_SECOND;
        assertEquals(each, quota.delay(busy, now));
        assertEquals(2 * each, quota.delay(busy, now));
        assertEquals(0, quota.delay(new Caller(new User("other"), false), now));
        assertEquals(0, quota.delay(busy, now + 3 * each));
        for (int i = 0; i < 10 * Quota.REQUESTS_AT_ONCE; i++) {
            assertEquals(0, quota.delay(ROOT, now));
        }
    }

    @Test
    void aRequestThatTakesLongCountsAsSeveral() {
        Caller busy = new Caller(new User("busy"), false);
        long now = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        assertEquals(0, quota.delay(busy, now));
        quota.charge(busy, TimeUnit.SECONDS.toNanos(1));
        long delay = quota.delay(busy, now);
        assertTrue(delay > TimeUnit.SECONDS.toNanos(3), "1 s of work is that of 4 s: " + delay);
        assertTrue(delay < TimeUnit.SECONDS.toNanos(4), "but for what was left: " + delay);
        quota.charge(ROOT, TimeUnit.SECONDS.toNanos(100));
        assertEquals(0, quota.delay(ROOT, now));
    }

    private record User(String name) implements UserPrincipal {
        @Override
        public String getName() {
            return name;
        }
    }
}
