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
    private static final Duration TICK = Duration.ofMillis(100);
    /** A path that stays silent for half a minute costs a subflow seven timeouts; whoever waits longer waits for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Plan plan;
    private final PathBytes pathBytes;
    private final Progress progress;
    private final Deque<Step> due;
    private final List<Moment> done = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
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
        samples.add(Sample.start(plan.paths()));
    }

    /**
     * Does it.
     *
     * @throws IOException if an end failed, or the stream stood still; the caller closes the channels, which ends the
     *     threads
     */
    Transfer run() throws IOException {
        FutureTask<Payload> sent = start("mptcp4j-demo-sender", sender);
        FutureTask<Payload> received = start("mptcp4j-demo-receiver", receiver);
        while (!isDone(received, nextTick())) {
            if (isDone(sent, Duration.ZERO)) {
                resultOf(sent);
            }
            giveUpAfter(plan.length().plus(PATIENCE));
            doWhatIsDue();
            sample();
        }
        sample();
        return new Transfer(plan.length(), receiver.arrivals(), samples, done, resultOf(sent), resultOf(received));
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

    private void sample() throws IOException {
        long bytes = receiver.received();
        Sample last = samples.get(samples.size() - 1);
        var sample = new Sample(elapsed(), bytes, pathBytes.read(bytes));
        samples.add(sample);
        progress.flow(Throughput.between(last, sample), plan.length());
    }

    private void giveUpAfter(Duration patience) throws IOException {
        if (elapsed().compareTo(patience) > 0) {
            throw new IOException("the stream stood still: the receiver has " + receiver.received() + " bytes after "
                    + elapsed().toSeconds() + " s");
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Steps are done on time, not on the next tick. */
    private Duration nextTick() {
        Duration tick = TICK.multipliedBy(samples.size());
        Duration next = due.isEmpty() || due.element().at().compareTo(tick) > 0
                ? tick
                : due.element().at();
        Duration left = next.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
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
