package mptcp4j.cli.demo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One transfer: a thread sends, a thread receives, and the caller's thread takes the samples and does to the paths what
 * shall be done. For one use.
 */
final class TransferRun {
    /** A path that stays silent for half a minute costs a subflow seven timeouts; whoever waits longer waits for ever. */
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(30);

    private final Plan plan;
    private final PathBytes pathBytes;
    private final Progress progress;
    private final Deque<Step> due;
    private final List<Moment> done = new ArrayList<>();
    private final Samples samples;
    private final Patience patience = new Patience(LONGEST_STANDSTILL);
    private final long start = System.nanoTime();
    private final Sender sender;
    private final Receiver receiver;

    /**
     * @param length how long the sender sends
     * @param checked whether both ends digest the bytes
     * @param paths how many there are
     * @param steps what to do to the paths, in order
     */
    record Plan(Duration length, boolean checked, int paths, List<Step> steps) {}

    TransferRun(Plan plan, SocketChannel from, SocketChannel to, PathBytes pathBytes, Progress progress) {
        this.plan = plan;
        this.pathBytes = pathBytes;
        this.progress = progress;
        this.due = new ArrayDeque<>(plan.steps());
        this.sender = new Sender(from, start + plan.length().toNanos(), plan.checked());
        this.receiver = new Receiver(to, start, plan.checked());
        this.samples = new Samples(plan.paths());
    }

    /**
     * Does it.
     *
     * @throws IOException if an end failed, the stream stood still, or the machine was too busy to do all in time; the
     *     caller closes the channels, which ends the threads
     */
    Transfer run() throws IOException {
        FutureTask<Payload> sent = start("mptcp4j-demo-sender", sender);
        FutureTask<Payload> received = start("mptcp4j-demo-receiver", receiver);
        while (!isDone(received, untilNext())) {
            if (isDone(sent, Duration.ZERO)) {
                resultOf(sent);
            }
            patience.check(elapsed(), receiver.received());
            doWhatIsDue();
            sample();
        }
        Payload out = resultOf(received); // first: where it failed, the sender may wait for ever
        Payload in = resultOf(sent);
        requireAllDone();
        samples.end(takeSample());
        return new Transfer(plan.length(), receiver.arrivals(), samples.toList(), done, in, out);
    }

    private void doWhatIsDue() throws IOException {
        while (!due.isEmpty() && due.element().at().compareTo(elapsed()) <= 0) {
            Step step = due.remove();
            var moment = new Moment(elapsed(), step.what());
            step.action().run();
            done.add(moment);
            progress.moment(moment);
        }
    }

    private void requireAllDone() throws IOException {
        if (!due.isEmpty()) {
            throw new IOException("the machine was too busy: the transfer was over after "
                    + elapsed().toMillis() + " ms, before \"" + due.element().what() + "\" of "
                    + due.element().at().toMillis() + " ms");
        }
    }

    private void sample() throws IOException {
        if (samples.isDue(elapsed())) {
            progress.flow(samples.add(takeSample()), plan.length());
        }
    }

    private Sample takeSample() throws IOException {
        long bytes = receiver.received();
        return new Sample(elapsed(), bytes, pathBytes.read(bytes));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Steps are done on time, not on the next tick. */
    private Duration untilNext() {
        Duration now = elapsed();
        Duration tick = samples.nextTick();
        Duration next = due.isEmpty() || due.element().at().compareTo(tick) > 0
                ? tick
                : due.element().at();
        return next.compareTo(now) > 0 ? next.minus(now) : Duration.ZERO;
    }

    private static FutureTask<Payload> start(String name, Callable<Payload> end) {
        var task = new FutureTask<>(end);
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static boolean isDone(FutureTask<Payload> end, Duration wait) throws IOException {
        try {
            end.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Payload resultOf(FutureTask<Payload> end) throws IOException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IOException("an end of the transfer failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        IOException failure = new InterruptedIOException("interrupted during a transfer");
        failure.initCause(cause);
        return failure;
    }
}
