package mptcp4j.daemon;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.broker.Line;
import mptcp4j.broker.ProtocolException;

/** Waits for all clients of the broker at once, with one thread. What could make it wait for one of them, {@link BrokerWork} does. */
final class BrokerLoop {
    private static final System.Logger LOG = System.getLogger(BrokerLoop.class.getName());

    private static final Duration WHERE_NOTHING_CAN_BE_ACCEPTED = Duration.ofMillis(100);
    private static final int MOST_UNKNOWN = 256;
    private static final int SCRATCH = 16 * 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final BrokerWork work;
    private final Duration patience;
    private final Quota quota = new Quota();
    private final Turns turns = new Turns();
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final List<SelectionKey> doors = new ArrayList<>();
    /** Those with a line to finish, the most urgent first: all have the same patience. */
    private final Set<Guest> hurried = new LinkedHashSet<>();

    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Timer::compare);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);
    private final Thread thread = new Thread(this::run, "mptcp4j-broker");
    private int unknown;
    private volatile boolean open = true;

    /** @param patience for a client to say hello, and to finish a line */
    BrokerLoop(Selector selector, BrokerWork work, Duration patience) {
        this.patience = patience;
        this.selector = selector;
        this.work = work;
        work.deliverBy((guest, line) -> post(() -> event(guest, line)));
        thread.setDaemon(true);
    }

    /** @param administrators whether it is their door */
    void listen(ServerSocketChannel door, boolean administrators) throws IOException {
        door.configureBlocking(false);
        doors.add(door.register(selector, SelectionKey.OP_ACCEPT, administrators));
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
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "the broker ends", e);
        } finally {
            selector.keys().forEach(key -> {
                if (key.attachment() instanceof Guest guest) {
                    leave(guest);
                }
            });
        }
    }

    private void turn() throws IOException {
        selector.select(this::ready, millisToNext());
        Runnable task = posted.poll();
        while (task != null) {
            run(task);
            task = posted.poll();
        }
        runTimers();
        dismissTheSlow();
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
        long now = System.nanoTime();
        long next = Long.MAX_VALUE;
        if (!hurried.isEmpty()) {
            next = hurried.iterator().next().patientUntil() - now;
        }
        Timer first = timers.peek();
        if (first != null) {
            next = Math.min(next, first.at - now);
        }
        return next == Long.MAX_VALUE ? 0 : Math.max(1, next / NANOS_PER_MILLI + 1);
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Guest guest) {
            serve(guest);
        } else if (key.isValid()) {
            accept(key);
        }
    }

    private void accept(SelectionKey door) {
        try {
            SocketChannel channel = ((ServerSocketChannel) door.channel()).accept();
            while (channel != null) {
                enter(channel, Boolean.TRUE.equals(door.attachment()));
                if (unknown >= MOST_UNKNOWN) {
                    openDoors(false);
                    return;
                }
                channel = ((ServerSocketChannel) door.channel()).accept();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a client cannot be accepted", e);
            openDoors(false);
            after(WHERE_NOTHING_CAN_BE_ACCEPTED.toNanos(), () -> openDoors(true));
        }
    }

    private void openDoors(boolean wide) {
        doors.forEach(door -> door.interestOps(wide ? SelectionKey.OP_ACCEPT : 0));
    }

    private void enter(SocketChannel channel, boolean administrators) throws IOException {
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, 0);
        var guest = new Guest(channel, key);
        key.attach(guest);
        unknown++;
        work.identify(guest, administrators, caller -> post(() -> identified(guest, caller)));
    }

    private void identified(Guest guest, Optional<Caller> caller) {
        unknown--;
        if (unknown == MOST_UNKNOWN / 2) {
            openDoors(true);
        }
        if (caller.isEmpty()) {
            leave(guest);
        } else if (quota.enter(caller.get())) {
            guest.welcome(caller.get());
            serve(guest);
        } else {
            say(guest, Reply.farewell(new LinuxException("hello", Errno.EAGAIN, "there are too many clients")));
        }
    }

    private void serve(Guest guest) {
        try {
            Optional<Line> request = guest.exchange(scratch);
            if (request.isPresent()) {
                guest.busy();
                take(guest, request.get());
            }
            watch(guest);
        } catch (ProtocolException e) {
            guest.busy();
            say(guest, Reply.farewell(new LinuxException("request", Errno.EBADMSG, e.getMessage())));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "a client is gone", e);
            leave(guest);
        }
    }

    private void take(Guest guest, Line request) {
        Caller caller = guest.caller().orElseThrow();
        long delay = quota.delay(caller, System.nanoTime());
        if (delay == 0) {
            begin(guest, caller, request);
        } else {
            after(delay, () -> begin(guest, caller, request));
        }
    }

    private void begin(Guest guest, Caller caller, Line request) {
        turns.begin(caller, () -> carryOut(guest, caller, request));
    }

    private void carryOut(Guest guest, Caller caller, Line request) {
        if (guest.isGone()) {
            post(() -> turns.end(caller));
        } else {
            work.carryOut(guest, caller, request, (reply, nanos) -> post(() -> replied(guest, caller, reply, nanos)));
        }
    }

    private void replied(Guest guest, Caller caller, Reply reply, long nanos) {
        turns.end(caller);
        quota.charge(caller, nanos);
        guest.greeted();
        say(guest, reply);
    }

    private void say(Guest guest, Reply reply) {
        if (!guest.isGone()) {
            guest.reply(reply);
            serve(guest);
        }
    }

    private void event(Guest guest, Line line) {
        if (!guest.isGone()) {
            guest.event(line);
            serve(guest);
        }
    }

    private void watch(Guest guest) {
        if (!guest.isHurried()) {
            hurried.remove(guest);
        } else if (hurried.add(guest)) {
            guest.patientUntil(System.nanoTime() + patience.toNanos());
        }
    }

    private void dismissTheSlow() {
        long now = System.nanoTime();
        while (!hurried.isEmpty()) {
            Guest first = hurried.iterator().next();
            if (first.patientUntil() - now > 0) {
                return;
            }
            leave(first);
        }
    }

    private void leave(Guest guest) {
        hurried.remove(guest);
        if (guest.isGone()) {
            return;
        }
        guest.caller().ifPresent(caller -> quota.leave(caller, System.nanoTime()));
        try {
            guest.leave(work.subscribers());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "close", e);
        }
    }

    private void after(long nanos, Runnable task) {
        timers.add(new Timer(System.nanoTime() + nanos, task));
    }

    private void runTimers() {
        Timer first = timers.peek();
        while (first != null && first.left() <= 0) {
            timers.remove();
            run(first.task);
            first = timers.peek();
        }
    }

    /** Something to do later. */
    private record Timer(long at, Runnable task) {
        long left() {
            return at - System.nanoTime();
        }

        static int compare(Timer one, Timer other) {
            return Long.signum(one.at - other.at);
        }
    }
}
