package mptcp4j.daemon;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvents;

/**
 * The one thread that everything about connections happens on. It takes the kernel's events itself, so that nothing is between an
 * event and what is done about it; others give it tasks, which it carries out between two events. Its methods are for any thread, but
 * for {@link #run} and {@link #after}.
 */
final class Loop implements Executor {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** What is to come later than this may come a bit later yet. */
    private static final Duration EXACT = Duration.ofMillis(200);

    private static final long GRAIN = Duration.ofMillis(50).toNanos();
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** A flood of events must not keep tasks and timers waiting. */
    private static final int EVENTS_BETWEEN_TASKS = 64;

    private final PathManagerEvents events;
    private final Consumer<PathManagerEvent> onEvent;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Whether the thread is woken already, which takes a system call. */
    private final AtomicBoolean woken = new AtomicBoolean();

    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Lag lag = new Lag();
    private volatile boolean stopped;
    private long busySince = System.nanoTime();
    private long timerCount;

    /** @param onEvent is called on the thread of {@link #run} */
    Loop(PathManagerEvents events, Consumer<PathManagerEvent> onEvent) {
        this.events = events;
        this.onEvent = onEvent;
    }

    /** Goes on until {@link #stop}. */
    void run() throws IOException {
        while (!stopped) {
            runTasks();
            runTimers();
            long now = System.nanoTime();
            lag.note(now - busySince, now);
            Duration wait = tasks.isEmpty() ? untilNextTimer() : Duration.ZERO;
            takeEvents(wait);
        }
        runTasks();
    }

    private void takeEvents(Duration wait) throws IOException {
        for (int i = 0; i < EVENTS_BETWEEN_TASKS && !stopped; i++) {
            var event = events.next(i == 0 ? wait : Duration.ZERO);
            busySince = System.nanoTime();
            if (event.isEmpty()) {
                return;
            }
            onEvent.accept(event.get());
            long now = System.nanoTime();
            lag.note(now - busySince, now);
        }
    }

    /** Returns the longest that the kernel's events had to wait for something else lately. */
    Duration lag() {
        return lag.longest();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /**
     * Has something done between two events, and waits for that.
     *
     * @throws IOException if it failed; ETIMEDOUT if the loop does not come to it
     */
    <T> T ask(Supplier<T> question) throws IOException {
        var answer = new CompletableFuture<T>();
        execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new LinuxException("ask the daemon", Errno.ETIMEDOUT, "no answer in " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Calls something later, on the thread of {@link #run}, which alone may call this. */
    void after(Duration delay, Runnable task) {
        long at = System.nanoTime() + delay.toNanos();
        timers.add(new Timer(delay.compareTo(EXACT) < 0 ? at : rounded(at), timerCount++, task));
    }

    /** Those of many connections come together: to wake for each of them costs more than what it does. */
    private static long rounded(long at) {
        return at + GRAIN - Math.floorMod(at, GRAIN);
    }

    void stop() {
        stopped = true;
        wake();
    }

    private void wake() {
        if (!woken.getAndSet(true)) {
            try {
                events.wake();
            } catch (IOException e) {
                if (!stopped) {
                    throw new UncheckedIOException(e);
                } // else it has ended, and the socket was closed
            }
        }
    }

    private void runTasks() {
        woken.set(false); // before the queue is read: a task that comes later wakes again
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    private void runTimers() {
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.peek().at - now <= 0) {
            timers.poll().task.run();
        }
    }

    private Duration untilNextTimer() {
        Timer next = timers.peek();
        if (next == null) {
            return LONGEST;
        }
        long left = Math.max(0, next.at - System.nanoTime());
        return Duration.ofNanos(Math.min(left, TimeUnit.SECONDS.toNanos(LONGEST.toSeconds())));
    }

    /** @param order among those of the same moment */
    private record Timer(long at, long order, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(at - other.at, 0);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
