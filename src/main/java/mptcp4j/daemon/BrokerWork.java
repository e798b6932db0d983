package mptcp4j.daemon;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.broker.EventWire;
import mptcp4j.broker.Line;
import mptcp4j.broker.ProtocolException;
import mptcp4j.daemon.Subscribers.Subscription;
import mptcp4j.diag.Connection;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.ConnectionClosed;
import mptcp4j.pm.PathManagerEvent.ConnectionCreated;
import mptcp4j.pm.PathManagerEvent.ConnectionEvent;
import mptcp4j.pm.PathManagerEvent.Overflow;

/**
 * What of the broker may take a while: asking the kernel and the daemon, looking users up. It has a thread of its own, for which no more
 * waits than one request of each client and a limited number of events.
 */
final class BrokerWork {
    private static final System.Logger LOG = System.getLogger(BrokerWork.class.getName());
    private static final int MOST_EVENTS = 4096;

    private final Requests requests;
    private final Subscribers subscribers;
    private final AtomicInteger events = new AtomicInteger();
    private volatile boolean lost;
    private volatile Consumer<Delivery> deliverer = delivery -> {};
    /** How many events there were; the worker's. */
    private long number;

    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "mptcp4j-broker-work");
        thread.setDaemon(true);
        return thread;
    });

    BrokerWork(Requests requests, Subscribers subscribers) {
        this.requests = requests;
        this.subscribers = subscribers;
    }

    Subscribers subscribers() {
        return subscribers;
    }

    /** Says who brings events to clients. */
    void deliverBy(Consumer<Delivery> by) {
        deliverer = by;
    }

    private void execute(Runnable task) {
        try {
            worker.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "closed meanwhile", e);
        }
    }

    /**
     * Finds out who a client is.
     *
     * @param then takes it, or empty where that failed
     */
    void identify(Guest guest, boolean administrators, Consumer<Optional<Caller>> then) {
        execute(() -> {
            Optional<Caller> caller = Optional.empty();
            try {
                caller = Optional.of(requests.callers().of(guest.channel(), administrators));
            } catch (IOException | RuntimeException | Error e) {
                LOG.log(Level.DEBUG, "a client that nobody knows", e);
            }
            then.accept(caller);
        });
    }

    /**
     * Carries a request out.
     *
     * @param then takes what is said to it
     */
    void carryOut(Guest guest, Caller caller, ByteBuffer request, Done then) {
        boolean first = !guest.isGreeted();
        execute(() -> {
            long begun = System.nanoTime();
            Reply reply = reply(guest, caller, first, request.duplicate());
            then.done(reply, System.nanoTime() - begun);
        });
    }

    private Reply reply(Guest guest, Caller caller, boolean first, ByteBuffer unread) {
        try {
            Line request = Line.read(unread);
            if (first) {
                return requests.hello(request);
            }
            return request.has("do") && request.text("do").equals("events")
                    ? subscribe(guest, caller, request)
                    : requests.reply(caller, request);
        } catch (ProtocolException e) {
            return Reply.farewell(new LinuxException("request", Errno.EBADMSG, e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a request of " + caller.user(), e);
            return Reply.farewell(new LinuxException("request", Errno.EIO, "the daemon failed: " + e));
        }
    }

    /** What happens after the answer is told, as it is subscribed before. */
    private Reply subscribe(Guest guest, Caller caller, Line request) throws ProtocolException {
        long id = Requests.id(request);
        try {
            Connection connection = requests.permitted(caller, "events", request.token());
            long cookie = connection.socket().cookie();
            if (!guest.subscribe(new Subscription(guest, caller, connection.token(), cookie, number), subscribers)) {
                throw new LinuxException(
                        "events",
                        Errno.ENOSPC,
                        "one client hears of " + Guest.MOST_SUBSCRIPTIONS
                                + " connections at most, those of one user of "
                                + Subscribers.MOST_OF_USER + ", and " + Subscribers.MOST_OF_CONNECTION
                                + " of them of the same");
            }
            return Reply.of(id, Line.empty());
        } catch (LinuxException e) {
            return Reply.of(id, e);
        } catch (ProtocolException e) {
            return Reply.of(id, new LinuxException("events", Errno.EINVAL, e.getMessage()));
        } catch (IOException e) {
            return Reply.of(id, new LinuxException("events", Errno.EIO, e.getMessage()));
        }
    }

    /** See {@link Broker#publish}. */
    void publish(PathManagerEvent event) {
        boolean wanted = event instanceof ConnectionEvent its
                ? subscribers.has(its.token())
                : event instanceof Overflow && !subscribers.isEmpty();
        if (!wanted) {
            return;
        }
        if (events.incrementAndGet() > MOST_EVENTS) {
            events.decrementAndGet();
            lost = true;
            return;
        }
        execute(() -> deliver(event));
    }

    private void deliver(PathManagerEvent event) {
        number++;
        if (event instanceof ConnectionEvent its) {
            if (event instanceof ConnectionCreated) {
                forgetOthers(its.token());
            }
            deliverer.accept(new Delivery(
                    () -> subscribers.of(its.token()),
                    number,
                    bytes(EventWire.write(its)),
                    event instanceof ConnectionClosed,
                    events::decrementAndGet));
        } else {
            deliverer.accept(overflow(events::decrementAndGet));
        }
        if (lost) {
            lost = false;
            deliverer.accept(overflow(() -> {}));
        }
    }

    private Delivery overflow(Runnable arrived) {
        return new Delivery(subscribers::all, number, bytes(EventWire.overflow()), false, arrived);
    }

    private static ByteBuffer bytes(Line line) {
        try {
            return line.bytes();
        } catch (ProtocolException e) {
            throw new IllegalStateException("what is too long for a line", e);
        }
    }

    /** An aborted connection ends without an event. Another one that gets its token begins with one. */
    private void forgetOthers(long token) {
        Optional<Long> cookie = requests.cookie(token);
        for (Subscription its : subscribers.of(token)) {
            if (cookie.isEmpty() || cookie.get() != its.cookie()) {
                its.guest().unsubscribe(its, subscribers);
            }
        }
    }

    /** What is carried out may end. */
    void stop(Duration patience) {
        worker.shutdownNow();
        boolean interrupted = false;
        try {
            if (!worker.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "a request does not end");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes what is said to a request, and how many nanoseconds it took. */
    @FunctionalInterface
    interface Done {
        void done(Reply reply, long nanos);
    }
}
