package mptcp4j.daemon;

import java.nio.file.attribute.UserPrincipal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many bytes may wait in the daemon for clients of the broker: parts of lines, requests whose turn has not come, and what nobody has
 * read yet. Who holds too much hangs on to the memory of all, which is what a daemon dies of. Not thread-safe.
 */
final class Budget {
    /** A small part of the heap that the daemon is run with. */
    static final int MOST_BYTES = 8 * 1024 * 1024;

    static final int MOST_BYTES_OF_USER = 2 * 1024 * 1024;

    private final Map<UserPrincipal, Share> shares = new HashMap<>();
    private long bytes;

    /**
     * Says how much one client holds from now on; administrators may hold what they like.
     *
     * @return who has to go: of a user that holds too much, the client that holds most. One that alone holds all of its user's may finish.
     */
    Optional<Guest> hold(Guest guest, Caller caller, int held) {
        if (caller.administrator()) {
            return Optional.empty();
        }
        Share share = shares.computeIfAbsent(caller.user(), user -> new Share());
        long more = share.hold(guest, held);
        bytes += more;
        if (share.guests.isEmpty()) {
            shares.remove(caller.user());
        }
        if (more <= 0) {
            return Optional.empty();
        }
        if (share.bytes > MOST_BYTES_OF_USER && share.guests.size() > 1) {
            return share.greatest();
        }
        return bytes > MOST_BYTES ? greatest() : Optional.empty();
    }

    private Optional<Guest> greatest() {
        return shares.values().stream()
                .max((one, other) -> Long.compare(one.bytes, other.bytes))
                .flatMap(Share::greatest);
    }

    private static final class Share {
        private final Map<Guest, Integer> guests = new HashMap<>();
        private long bytes;

        /** Returns how much more it is. */
        long hold(Guest guest, int held) {
            Integer before = held == 0 ? guests.remove(guest) : guests.put(guest, held);
            long more = held - (before == null ? 0L : before);
            bytes += more;
            return more;
        }

        Optional<Guest> greatest() {
            return guests.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
        }
    }
}
