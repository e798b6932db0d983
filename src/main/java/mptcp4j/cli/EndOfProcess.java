package mptcp4j.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a command that runs until it is interrupted end well: at SIGINT or SIGTERM it is told to end, may print what it
 * has, and the process ends with 0 as {@code ip} does, not with the JVM's 128 and the signal's number.
 */
final class EndOfProcess implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    /** @param end makes the command end, from another thread */
    EndOfProcess(Runnable end) {
        hook = new Thread(() -> {
            end.run();
            await();
            Runtime.getRuntime().halt(ExitCode.OK);
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends, whatever comes
        }
    }

    /** The command is over. */
    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the hook runs, and ends the process
        }
    }
}
