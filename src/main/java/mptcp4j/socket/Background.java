package mptcp4j.socket;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Does one thing on a thread of its own, which Linux puts into the network namespace of its starter. */
final class Background {
    private Background() {}

    static <T> CompletableFuture<T> supply(Callable<T> task) {
        var future = new CompletableFuture<T>();
        var thread = new Thread(
                () -> {
                    try {
                        future.complete(task.call());
                    } catch (Throwable e) {
                        future.completeExceptionally(e);
                    }
                },
                "mptcp4j-subflow");
        thread.setDaemon(true);
        thread.start();
        return future;
    }
}
