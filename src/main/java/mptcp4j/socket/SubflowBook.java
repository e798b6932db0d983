package mptcp4j.socket;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mptcp4j.Errno;
import mptcp4j.TcpState;
import mptcp4j.linux.Deadline;
import mptcp4j.pm.Reset;
import mptcp4j.pm.SubflowTuple;
import org.jspecify.annotations.Nullable;

/**
 * Which subflows a listener has been told of. Each change is told once, whoever brings it first: the kernel's event, or a look
 * that finds things different. A subflow is known from the moment when anybody reads it, so that it has an id even if it is gone
 * when its event is taken. Thread-safe.
 */
final class SubflowBook {
    private static final Set<TcpState> BEFORE = Set.of(TcpState.SYN_SENT, TcpState.SYN_RECV, TcpState.NEW_SYN_RECV);

    /** By id, which is the order in which they began. */
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    /** Ids of those that ended: what was read before that must not bring them back. */
    private final EndedIds gone = new EndedIds();

    private final Duration grace;
    /** The last of those whose end a look told: the kernel's word may come late. */
    private List<Subflow> endedByLook = List.of();

    /**
     * @param grace how long a subflow must be missing before that counts. Where the kernel tells, too, it does so, and why, a moment after
     *     a subflow that was reset is not seen any more: a worker of the kernel has to come to it first
     */
    SubflowBook(Duration grace) {
        this.grace = grace;
    }

    /** Takes what there is as known to the listener. */
    synchronized void begin(Look look) {
        forgetThoseBefore(look.subflows());
        saw(look.subflows());
        for (Subflow subflow : look.subflows()) {
            find(entry -> entry.subflow.id() == subflow.id()).ifPresent(entry -> {
                entry.told = isEstablished(subflow);
                entry.priority = look.priorities().get(subflow.id());
            });
        }
    }

    /** The kernel counts ids up: a lower one that is not there any more ended before the listener began. */
    private void forgetThoseBefore(List<Subflow> subflows) {
        long next = 0;
        for (long id : subflows.stream().mapToLong(Subflow::id).sorted().toArray()) {
            gone.add(next, id - 1);
            next = id + 1;
        }
        entries.keySet().removeIf(gone::contains);
    }

    /** Somebody has read them, at some moment before this. */
    synchronized void saw(List<Subflow> subflows) {
        for (Subflow subflow : subflows) {
            if (!gone.contains(subflow.id())) {
                Entry entry = entries.computeIfAbsent(subflow.id(), unseen -> new Entry(subflow));
                if (!entry.established()) {
                    entry.subflow = subflow;
                }
            }
        }
    }

    synchronized Set<Long> ids() {
        return Set.copyOf(entries.keySet());
    }

    /**
     * The kernel says so.
     *
     * @param now what was read after that
     */
    synchronized List<ConnectionEvent> established(SubflowTuple ends, boolean backupOfPeer, Look now) {
        saw(now.subflows());
        Optional<Entry> found = find(entry -> !entry.told && entry.has(ends));
        if (found.isEmpty()) {
            return List.of(); // a look has told it already, or it ended before anybody could read its id
        }
        Entry entry = found.get();
        Look.Priority read = now.priorities().get(entry.subflow.id());
        entry.priority = new Look.Priority(read != null && read.ours(), backupOfPeer);
        entry.heard = true;
        return List.of(entry.tell());
    }

    /** The kernel says so. */
    synchronized List<ConnectionEvent> closed(SubflowTuple ends, Optional<Errno> error, Optional<Reset> reset) {
        Optional<Entry> found = find(entry -> entry.has(ends));
        if (found.isPresent()) {
            return close(found.get(), error, reset);
        }
        if (endedByLook.stream().anyMatch(subflow -> subflow.connects(ends.local(), ends.remote()))) {
            return List.of();
        }
        return List.of(new ConnectionEvent.SubflowClosed(0, ends.local(), ends.remote(), error, reset));
    }

    /** The kernel says so. */
    synchronized List<ConnectionEvent> prioritised(SubflowTuple ends, boolean backupOfPeer) {
        Optional<Entry> found = find(entry -> entry.told && entry.has(ends));
        if (found.isEmpty()) {
            return List.of();
        }
        Entry entry = found.get();
        entry.heard = true;
        boolean ours = entry.priority != null && entry.priority.ours();
        return entry.change(new Look.Priority(ours, backupOfPeer));
    }

    /**
     * Finds what is different.
     *
     * @param before the {@link #ids} before the look: those that are not in it have ended
     */
    synchronized List<ConnectionEvent> compare(Set<Long> before, Look look) {
        saw(look.subflows());
        List<ConnectionEvent> told = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (!entry.told && entry.established()) {
                told.add(entry.tell());
            }
        }
        for (Entry entry : entries.values()) {
            Look.Priority read = look.priorities().get(entry.subflow.id());
            if (entry.told && read != null) {
                told.addAll(entry.compare(read));
            }
        }
        told.addAll(closeMissing(before, look));
        return told;
    }

    private List<ConnectionEvent> closeMissing(Set<Long> before, Look look) {
        Set<Long> there = look.subflows().stream().map(Subflow::id).collect(Collectors.toSet());
        List<ConnectionEvent> told = new ArrayList<>();
        List<Subflow> ended = new ArrayList<>();
        for (Entry entry : List.copyOf(entries.values())) {
            long id = entry.subflow.id();
            if (!before.contains(id) || there.contains(id)) {
                entry.missing = null;
            } else if (entry.hasBeenMissing(grace)) {
                ended.add(entry.subflow);
                told.addAll(close(entry, Optional.empty(), Optional.empty()));
            }
        }
        endedByLook = ended.isEmpty() ? endedByLook : ended;
        return told;
    }

    /** All end, and then the connection. */
    synchronized List<ConnectionEvent> end() {
        List<ConnectionEvent> told = new ArrayList<>();
        for (Entry entry : List.copyOf(entries.values())) {
            told.addAll(close(entry, Optional.empty(), Optional.empty()));
        }
        told.add(new ConnectionEvent.ConnectionClosed());
        return told;
    }

    private List<ConnectionEvent> close(Entry entry, Optional<Errno> error, Optional<Reset> reset) {
        List<ConnectionEvent> told = new ArrayList<>();
        if (!entry.told && entry.established()) {
            told.add(entry.tell());
        }
        Subflow its = entry.subflow;
        entries.remove(its.id());
        gone.add(its.id(), its.id());
        told.add(new ConnectionEvent.SubflowClosed(its.id(), its.local(), its.remote(), error, reset));
        return told;
    }

    /** Ports may be used again: what the kernel tells of is the oldest. */
    private Optional<Entry> find(Predicate<Entry> wanted) {
        return entries.values().stream().filter(wanted).findFirst();
    }

    private static boolean isEstablished(Subflow subflow) {
        return !BEFORE.contains(subflow.state());
    }

    private static final class Entry {
        private Subflow subflow;
        /** Whether it was told as established, or was when the listener began. */
        private boolean told;
        /** Whether the kernel told of the peer's wish since the last look, which is older than that. */
        private boolean heard;
        /** When its end is certain, if looks do not find it. */
        private @Nullable Deadline missing;

        private Look.@Nullable Priority priority;

        Entry(Subflow subflow) {
            this.subflow = subflow;
        }

        boolean established() {
            return isEstablished(subflow);
        }

        /** Of one that is closed here before the peer has answered, the kernel has forgotten where it was to go: the port is 0. */
        boolean has(SubflowTuple ends) {
            InetSocketAddress to = ends.remote();
            return to.getPort() != 0
                    ? subflow.connects(ends.local(), to)
                    : subflow.local().equals(ends.local())
                            && subflow.remote().getAddress().equals(to.getAddress());
        }

        boolean hasBeenMissing(Duration grace) {
            if (missing == null) {
                missing = Deadline.in(grace);
            }
            return missing.left().isZero();
        }

        ConnectionEvent tell() {
            told = true;
            return new ConnectionEvent.SubflowEstablished(subflow);
        }

        List<ConnectionEvent> compare(Look.Priority read) {
            boolean peers = (heard && priority != null) ? priority.peers() : read.peers();
            heard = false;
            if (priority == null) {
                priority = read;
                return List.of();
            }
            return change(new Look.Priority(read.ours(), peers));
        }

        List<ConnectionEvent> change(Look.Priority now) {
            if (now.equals(priority)) {
                return List.of();
            }
            priority = now;
            return List.of(new ConnectionEvent.SubflowPriorityChanged(subflow.id(), now.ours(), now.peers()));
        }
    }
}
