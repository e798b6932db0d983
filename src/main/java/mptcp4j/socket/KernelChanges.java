package mptcp4j.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Deadline;
import mptcp4j.pm.EventStream;
import mptcp4j.pm.PathManagerEvent;

/**
 * Takes the kernel's events of one connection, and looks every so often at what it does not tell: that subflows close while the
 * connection ends, that the peer has aborted it, and our own wish for a backup. The same look finds what was lost.
 */
final class KernelChanges implements ChangeSource {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final EventStream events;
    private final long token;
    private final PeerAddresses peer;
    private final Observer observer;
    private final SubflowBook book = new SubflowBook(GRACE);
    private final Duration period;
    private final Queue<ConnectionEvent> waiting = new ArrayDeque<>();
    private Deadline nextLook;
    private boolean ended;

    /** Takes ownership of the events. */
    KernelChanges(EventStream events, long token, PeerAddresses peer, Observer observer, Duration period) {
        this.events = events;
        this.token = token;
        this.peer = peer;
        this.observer = observer;
        this.period = period;
        this.nextLook = Deadline.in(period);
    }

    @Override
    public Optional<LinuxException> refusal() {
        return Optional.empty();
    }

    @Override
    public SubflowBook book() {
        return book;
    }

    /** What happened since the events were opened is either in what is read now or told later, and not both. */
    @Override
    public List<Subflow> begin() throws IOException {
        Optional<Look> look = observer.look();
        look.ifPresent(book::begin);
        drain();
        waiting.removeIf(event -> event instanceof ConnectionEvent.SubflowClosed closed && closed.id() == 0);
        return look.map(Look::subflows).orElse(List.of());
    }

    @Override
    public List<ConnectionEvent> next(Duration patience) throws IOException {
        if (waiting.isEmpty() && !ended) {
            Duration untilLook = nextLook.left();
            Optional<PathManagerEvent> event = events.next(patience.compareTo(untilLook) < 0 ? patience : untilLook);
            if (event.isPresent()) {
                take(event.get());
            }
            if (nextLook.left().isZero() && !ended && events.isOpen()) {
                look();
            }
        }
        List<ConnectionEvent> next = new ArrayList<>(waiting);
        waiting.clear();
        return next;
    }

    /** Events that the look knows the outcome of come before it: they know more. */
    private void look() throws IOException {
        nextLook = Deadline.in(period);
        Set<Long> before = book.ids();
        Optional<Look> look = observer.look();
        drain();
        if (look.isPresent() && !ended) {
            waiting.addAll(book.compare(before, look.get()));
        } else if (!ended) {
            end();
        }
    }

    private void drain() throws IOException {
        Optional<PathManagerEvent> event = events.next(Duration.ZERO);
        while (event.isPresent() && !ended) {
            take(event.get());
            event = events.next(Duration.ZERO);
        }
    }

    private void take(PathManagerEvent event) throws IOException {
        if (event instanceof PathManagerEvent.Overflow || event instanceof PathManagerEvent.Malformed) {
            nextLook = Deadline.in(Duration.ZERO);
        } else if (event instanceof PathManagerEvent.ConnectionEvent ours && ours.token() == token) {
            peer.hear(event);
            translate(ours);
        }
    }

    private void translate(PathManagerEvent.ConnectionEvent event) throws IOException {
        if (event instanceof PathManagerEvent.SubflowEstablished its) {
            established(its);
        } else if (event instanceof PathManagerEvent.SubflowClosed its) {
            waiting.addAll(book.closed(its.tuple().unmapped(), error(its), Optional.ofNullable(its.reset())));
        } else if (event instanceof PathManagerEvent.SubflowPriority its) {
            waiting.addAll(book.prioritised(its.tuple().unmapped(), its.backup()));
        } else if (event instanceof PathManagerEvent.AddressAnnounced its) {
            waiting.add(new ConnectionEvent.AddressAnnounced(its.remoteId(), its.unmappedRemote()));
        } else if (event instanceof PathManagerEvent.AddressRemoved its) {
            waiting.add(new ConnectionEvent.AddressRemoved(its.remoteId()));
        } else if (event instanceof PathManagerEvent.ConnectionClosed) {
            end();
        }
    }

    /** Closed here before the peer has answered, the kernel has ECONNRESET, though nobody has reset it, and no port. */
    private static Optional<Errno> error(PathManagerEvent.SubflowClosed its) {
        return its.tuple().remote().getPort() == 0 ? Optional.of(Errno.ECONNABORTED) : Optional.ofNullable(its.error());
    }

    /** The event has no id: that is read. */
    private void established(PathManagerEvent.SubflowEstablished its) throws IOException {
        Look now = observer.look().orElse(Look.NOTHING);
        waiting.addAll(book.established(its.tuple().unmapped(), its.backup(), now));
    }

    private void end() {
        ended = true;
        waiting.addAll(book.end());
    }

    @Override
    public void close() {
        events.close();
    }
}
