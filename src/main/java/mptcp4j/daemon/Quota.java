package mptcp4j.daemon;

import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much of the broker each user may have: clients at a time, and requests per second with some at once. Nobody waits for what another
 * user does. Who may do everything has no limit but the number of all clients, of which some are kept free. Not thread-safe.
 */
final class Quota {
    static final int MOST_CLIENTS = 4096;
    static final int MOST_CLIENTS_OF_USER = 1280;
    static final int KEPT_FOR_ADMINISTRATORS = 64;
    static final int REQUESTS_PER_SECOND = 5000;
    static final int REQUESTS_AT_ONCE = 1000;

    /** So nobody has more than a quarter of the time. */
    private static final double NANOS_OF_REQUEST = 50_000;

    private static final double NANOS = 1e9;

    private final Map<UserPrincipal, Account> accounts = new HashMap<>();
    private int clients;

    /** Returns whether there is room for one more of somebody; then it counts. */
    boolean enter(Caller caller) {
        Account account = accounts.computeIfAbsent(caller.user(), user -> new Account());
        boolean room = caller.administrator()
                ? clients < MOST_CLIENTS
                : clients < MOST_CLIENTS - KEPT_FOR_ADMINISTRATORS && account.clients < MOST_CLIENTS_OF_USER;
        if (room) {
            clients++;
            account.clients += caller.administrator() ? 0 : 1;
        }
        return room;
    }

    /** Returns whose client has to go for one of somebody's where all is full: who has most, if that is more than the caller has. */
    Optional<UserPrincipal> most(Caller caller) {
        int own = account(caller).clients;
        if (caller.administrator() || own >= MOST_CLIENTS_OF_USER) {
            return Optional.empty();
        }
        return accounts.entrySet().stream()
                .filter(other -> other.getValue().clients > own)
                .max(Comparator.comparingInt(other -> other.getValue().clients))
                .map(Map.Entry::getKey);
    }

    /** One that had entered is gone. A user without clients is kept while there is something to remember. */
    void leave(Caller caller, long now) {
        clients--;
        Account account = account(caller);
        account.clients -= caller.administrator() ? 0 : 1;
        if (account.clients == 0 && account.refilled(now) >= REQUESTS_AT_ONCE) {
            accounts.remove(caller.user());
        }
    }

    /**
     * Takes one request into account.
     *
     * @param now by {@link System#nanoTime}
     * @return how many nanoseconds to wait before it is carried out
     */
    long delay(Caller caller, long now) {
        if (caller.administrator()) {
            return 0;
        }
        Account account = account(caller);
        account.left = account.refilled(now) - 1;
        account.at = now;
        return account.left >= 0 ? 0 : (long) (-account.left / REQUESTS_PER_SECOND * NANOS);
    }

    /**
     * Counts a request that took long as several, up to a second.
     *
     * @param nanos how long it was carried out
     */
    void charge(Caller caller, long nanos) {
        if (!caller.administrator()) {
            account(caller).left -= Math.max(0, Math.min((double) nanos, NANOS) / NANOS_OF_REQUEST - 1);
        }
    }

    private Account account(Caller caller) {
        return accounts.computeIfAbsent(caller.user(), user -> new Account());
    }

    private static final class Account {
        private int clients;
        private double left = REQUESTS_AT_ONCE;
        private long at = System.nanoTime();

        double refilled(long now) {
            return Math.min(REQUESTS_AT_ONCE, left + (now - at) / NANOS * REQUESTS_PER_SECOND);
        }
    }
}
