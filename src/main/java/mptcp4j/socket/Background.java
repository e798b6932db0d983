package mptcp4j.socket;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Opens a subflow on a thread of its own, which Linux puts into the network namespace of its starter. */
final class Background {
    private Background() {}

    /** @param undo for a subflow that nobody waits for any more */
    static CompletableFuture<Subflow> open(Callable<Subflow> opening, Undo undo) {
        var future = new CompletableFuture<Subflow>();
        var thread = new Thread(
                () -> {
                    try {
                        Subflow opened = opening.call();
                        if (!future.complete(opened)) {
                            undo.close(opened);
                        }
                    } catch (Throwable e) {
                        future.completeExceptionally(e);
                    }
                },
                "mptcp4j-subflow");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    @FunctionalInterface
    interface Undo {
        void close(Subflow subflow) throws IOException;
    }
}
