package mptcp4j.daemon;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.broker.ProtocolException;
import mptcp4j.daemon.Subscribers.Subscription;

/** Waits for all clients of the broker at once, with one thread. What could make it wait for one of them, {@link BrokerWork} does. */
final class BrokerLoop {
    private static final System.Logger LOG = System.getLogger(BrokerLoop.class.getName());

    private static final Duration WHERE_NOTHING_CAN_BE_ACCEPTED = Duration.ofMillis(100);
    private static final int SCRATCH = 16 * 1024;
    /** What is said takes its time here, too. */
    private static final long NANOS_OF_BYTE = 20;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final BrokerWork work;
    private final Patience patience;
    private final Quota quota = new Quota();
    private final Turns turns = new Turns();
    private final Budget budget = new Budget();
    private final Timers timers = new Timers();
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final List<Door> doors = new ArrayList<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);
    private final Thread thread = new Thread(this::run, "mptcp4j-broker");
    private volatile boolean open = true;

    private final Consumer<Throwable> failed;

    /**
     * @param patience for a client to say hello, and to finish a line
     * @param failed is told if it ends though nobody stops it
     */
    BrokerLoop(Selector selector, BrokerWork work, Duration patience, Consumer<Throwable> failed) {
        this.failed = failed;
        this.patience = new Patience(patience);
        this.selector = selector;
        this.work = work;
        work.deliverBy(delivery -> post(() -> deliver(delivery)));
        thread.setDaemon(true);
    }

    /** @param administrators whether it is their door */
    void listen(ServerSocketChannel door, boolean administrators) throws IOException {
        doors.add(new Door(door, administrators, selector));
    }

    void start() {
        thread.start();
    }

    /** Ends the thread, and hangs up. */
    void stop(Duration patience) {
        open = false;
        selector.wakeup();
        boolean interrupted = false;
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Any thread. */
    private void post(Runnable task) {
        posted.add(task);
        selector.wakeup();
    }

    private void run() {
        try {
            while (open) {
                turn();
            }
        } catch (IOException | RuntimeException | Error e) {
            failed.accept(e);
        } finally {
            if (selector.isOpen()) {
                guests().forEach(this::leave);
            }
        }
    }

    private List<Guest> guests() {
        List<Guest> guests = new ArrayList<>();
        selector.keys().forEach(key -> {
            if (key.attachment() instanceof Guest guest) {
                guests.add(guest);
            }
        });
        return guests;
    }

    private void turn() throws IOException {
        selector.select(this::ready, millisToNext());
        Runnable task = posted.poll();
        while (task != null) {
            run(task);
            task = posted.poll();
        }
        Optional<Runnable> due = timers.due();
        while (due.isPresent()) {
            run(due.get());
            due = timers.due();
        }
        Optional<Guest> late = patience.late();
        while (late.isPresent()) {
            leave(late.get());
            late = patience.late();
        }
    }

    /** What goes wrong with one client is no reason to end. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a client cannot be served", e);
        }
    }

    /** Returns 0 where nothing is waited for but clients. */
    private long millisToNext() {
        long next = Math.min(timers.nanosToNext(), patience.nanosToNext());
        return next == Long.MAX_VALUE ? 0 : Math.max(1, next / NANOS_PER_MILLI + 1);
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Guest guest) {
            serve(guest);
        } else if (key.attachment() instanceof Door door && key.isValid()) {
            accept(door);
        }
    }

    private void accept(Door door) {
        try {
            Optional<SocketChannel> channel = door.accept();
            while (channel.isPresent()) {
                enter(channel.get(), door);
                channel = door.accept();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a client cannot be accepted", e);
            door.open(false);
            after(WHERE_NOTHING_CAN_BE_ACCEPTED.toNanos(), () -> door.open(true));
        }
    }

    private void enter(SocketChannel channel, Door door) throws IOException {
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, 0);
        var guest = new Guest(channel, key);
        key.attach(guest);
        work.identify(guest, door.isForAdministrators(), caller -> post(() -> identified(guest, door, caller)));
    }

    private void identified(Guest guest, Door door, Optional<Caller> caller) {
        door.known();
        if (caller.isEmpty()) {
            leave(guest);
        } else if (quota.enter(caller.get()) || (makeRoom(caller.get()) && quota.enter(caller.get()))) {
            guest.welcome(caller.get());
            serve(guest);
        } else {
            say(guest, Reply.farewell(new LinuxException("hello", Errno.EAGAIN, "there are too many clients")));
        }
    }

    /** Where all is full, of the user who has most the client goes that has asked for nothing for the longest time. */
    private boolean makeRoom(Caller caller) {
        Optional<UserPrincipal> most = quota.most(caller);
        if (most.isEmpty()) {
            return false;
        }
        Optional<Guest> idle = guests().stream()
                .filter(guest -> !guest.isBusy() && guest.isOf(most.get()))
                .max((one, other) -> Long.signum(other.heardAt() - one.heardAt()));
        idle.ifPresent(this::leave);
        return idle.isPresent();
    }

    private void serve(Guest guest) {
        if (guest.isGone()) {
            return;
        }
        try {
            Optional<ByteBuffer> request = guest.exchange(scratch);
            if (request.isPresent()) {
                guest.busy();
                take(guest, request.get());
            }
            patience.watch(guest);
        } catch (ProtocolException e) {
            guest.busy();
            say(guest, Reply.farewell(new LinuxException("request", Errno.EBADMSG, e.getMessage())));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "a client is gone", e);
            leave(guest);
        }
        if (!guest.isGone() && guest.caller().isPresent()) {
            budget.hold(guest, guest.caller().get(), guest.held()).ifPresent(this::leave);
        }
    }

    private void take(Guest guest, ByteBuffer request) {
        Caller caller = guest.caller().orElseThrow();
        long delay = quota.delay(caller, System.nanoTime());
        if (delay == 0) {
            begin(guest, caller, request);
        } else {
            after(delay, () -> begin(guest, caller, request));
        }
    }

    private void begin(Guest guest, Caller caller, ByteBuffer request) {
        turns.begin(caller, () -> carryOut(guest, caller, request));
    }

    private void carryOut(Guest guest, Caller caller, ByteBuffer request) {
        if (guest.isGone()) {
            post(() -> turns.end(caller));
        } else {
            work.carryOut(guest, caller, request, (reply, nanos) -> post(() -> replied(guest, caller, reply, nanos)));
        }
    }

    private void replied(Guest guest, Caller caller, Reply reply, long nanos) {
        turns.end(caller);
        quota.charge(caller, nanos + reply.held() * NANOS_OF_BYTE);
        guest.greeted();
        say(guest, reply);
    }

    private void say(Guest guest, Reply reply) {
        if (!guest.isGone()) {
            guest.reply(reply);
            serve(guest);
        }
    }

    private void deliver(Delivery delivery) {
        delivery.arrived().run();
        for (Subscription its : delivery.to().get()) {
            if (delivery.isFor(its)) {
                event(its.guest(), delivery.line().duplicate());
                if (delivery.last()) {
                    its.guest().unsubscribe(its, work.subscribers());
                }
            }
        }
    }

    private void event(Guest guest, ByteBuffer line) {
        if (!guest.isGone()) {
            guest.event(line);
            serve(guest);
        }
    }

    private void leave(Guest guest) {
        patience.forget(guest);
        if (guest.isGone()) {
            return;
        }
        guest.caller().ifPresent(caller -> {
            quota.leave(caller, System.nanoTime());
            budget.hold(guest, caller, 0);
        });
        try {
            guest.leave(work.subscribers());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "close", e);
        }
    }

    private void after(long nanos, Runnable task) {
        timers.at(System.nanoTime() + nanos, task);
    }
}
