package mptcp4j.linux;

import static mptcp4j.linux.Abi.CLONE_NEWNET;
import static mptcp4j.linux.Abi.O_CLOEXEC;
import static mptcp4j.linux.Abi.O_RDONLY;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import mptcp4j.LinuxException;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace, held by a descriptor: it has no name and no mount, so the kernel frees it when the last
 * descriptor, thread and socket in it is gone, even when the JVM is killed.
 *
 * <p>{@link #call} runs a task on a thread of its own that enters the namespace and dies there: nothing has to be
 * restored. What the task opens (sockets, channels, child processes) belongs to the namespace for good and may be used
 * from any thread. So does, alas, every thread that is started in the task: Linux puts a new thread where its starter is.
 * Open and bind in a task, and start threads, virtual threads, executors and asynchronous channel groups outside: a pool
 * that grows in a task has a thread in the wrong network from then on. Thread-safe.
 */
public final class Netns implements Closeable {
    /** Shows the namespace of the thread; {@code /proc/self} would show that of the process's first one. */
    private static final String OF_THIS_THREAD = "/proc/thread-self/ns/net";

    private final Fd fd;

    private Netns(Fd fd) {
        this.fd = fd;
    }

    /**
     * Makes a new namespace with nothing but a loopback link, which is down.
     *
     * @throws LinuxException EPERM without CAP_SYS_ADMIN in the user namespace; {@code unshare -Ur} gives it
     */
    public static Netns create() throws IOException {
        return onNewThread(() -> {
            Fd.check("unshare(CLONE_NEWNET)", Libc.get().unshare(CLONE_NEWNET));
            return current();
        });
    }

    /** Returns the namespace that the calling thread is in. */
    public static Netns current() throws IOException {
        return open(OF_THIS_THREAD);
    }

    /**
     * Opens a namespace by a file, such as {@code /run/netns/NAME}.
     *
     * @throws LinuxException ENOENT if there is no such file
     */
    public static Netns open(String path) throws IOException {
        return new Netns(Fd.of("open " + path, Libc.get().open(path, O_RDONLY | O_CLOEXEC)));
    }

    /** Returns the descriptor that holds it, for attributes such as {@code IFLA_NET_NS_FD}. */
    public Fd fd() {
        return fd;
    }

    /**
     * Runs a task in the namespace, on a new thread, and waits for it. An interrupt is passed on to the task, and waited for
     * all the same: nothing that the task opened is lost, and it never enters a namespace that was closed meanwhile.
     *
     * @return what the task returned
     * @throws LinuxException if the thread may not enter the namespace
     * @throws IOException what the task threw, as it was; any other checked exception as the cause of one
     */
    public <T> T call(Callable<T> task) throws IOException {
        return onNewThread(() -> {
            Fd.check("setns(CLONE_NEWNET)", Libc.get().setns(fd.number(), CLONE_NEWNET));
            return task.call();
        });
    }

    /** {@link #call} for a task without a result. */
    public void run(Task task) throws IOException {
        call(() -> {
            task.run();
            return Boolean.TRUE;
        });
    }

    @Override
    public void close() {
        fd.close();
    }

    private static <T> T onNewThread(Callable<T> task) throws IOException {
        var future = new FutureTask<>(task);
        var thread = new Thread(future, "mptcp4j-netns");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    thread.interrupt();
                } catch (ExecutionException e) {
                    throw rethrown(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof IOException failure) {
            return failure;
        }
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        if (cause instanceof Error failure) {
            throw failure;
        }
        return new IOException(cause);
    }

    /** Something to do that may fail. */
    @FunctionalInterface
    public interface Task {
        void run() throws Exception;
    }
}
