package mptcp4j.daemon;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Who has a line to finish, and until when. Not thread-safe. */
final class Patience {
    private final Duration patience;
    /** The most urgent first: all have the same patience. */
    private final Set<Guest> hurried = new LinkedHashSet<>();

    Patience(Duration patience) {
        this.patience = patience;
    }

    /** Looks again whether a client has something to finish. */
    void watch(Guest guest) {
        if (!guest.isHurried()) {
            hurried.remove(guest);
        } else if (hurried.add(guest)) {
            guest.patientUntil(System.nanoTime() + patience.toNanos());
        }
    }

    void forget(Guest guest) {
        hurried.remove(guest);
    }

    /** Returns one whose time is up. */
    Optional<Guest> late() {
        return nanosToNext() <= 0 ? Optional.of(hurried.iterator().next()) : Optional.empty();
    }

    /** Returns {@link Long#MAX_VALUE} where nobody is waited for. */
    long nanosToNext() {
        return hurried.isEmpty() ? Long.MAX_VALUE : hurried.iterator().next().patientUntil() - System.nanoTime();
    }
}
