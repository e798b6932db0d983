package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A thread that waits for something in the kernel. */
public final class Waiter<T> {
    private static final long SECONDS = 20;

    /** {@code poll(2)} where the machine has it, as on x86_64, and {@code ppoll(2)} where not, as on aarch64. */
    private static final String POLL = "(7|73) .*";

    private final FutureTask<T> waiting;
    private final CompletableFuture<Path> itself = new CompletableFuture<>();

    private Waiter(Callable<T> wait) {
        waiting = new FutureTask<>(wait);
    }

    /** Starts it. It may be anywhere then. */
    public static <T> Waiter<T> start(Callable<T> wait) {
        var waiter = new Waiter<T>(wait);
        var thread = new Thread(waiter::run, "waiter");
        thread.setDaemon(true);
        thread.start();
        return waiter;
    }

    /** Starts it, and returns when it waits. */
    public static <T> Waiter<T> startAndAwait(Callable<T> wait) throws Exception {
        var waiter = start(wait);
        Path call = waiter.itself.get(SECONDS, TimeUnit.SECONDS).resolve("syscall");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!Files.readString(call).strip().matches(POLL)) {
            assertTrue(System.nanoTime() < deadline, () -> "not in poll(2) in " + SECONDS + " s");
            assertTrue(!waiter.waiting.isDone(), "it did not wait");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return waiter;
    }

    /** Returns what it came back with, and throws what it threw. */
    public T get() throws Exception {
        return waiting.get(SECONDS, TimeUnit.SECONDS);
    }

    private void run() {
        try {
            itself.complete(Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self"))));
        } catch (IOException e) {
            itself.completeExceptionally(e);
        }
        waiting.run();
    }
}
