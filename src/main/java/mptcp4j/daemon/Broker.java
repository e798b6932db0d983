package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import mptcp4j.broker.BrokerSocket;
import mptcp4j.diag.Connections;
import mptcp4j.linux.NamespaceCookie;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvent;

/**
 * Answers on a Unix socket to {@code ctl} and to programs that steer their connections without the right to: {@link mptcp4j.broker} is
 * what they speak. One thread waits for all of them and never for one; another one carries out what they ask, one request of each at a
 * time. Thread-safe.
 */
public final class Broker implements Closeable {
    private static final String FOR_ALL = "rw-rw-rw-";
    private static final String FOR_GROUP = "rw-rw----";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FOR_LAST_WORDS = Duration.ofSeconds(2);

    private final Deque<Closeable> opened = new ArrayDeque<>();
    private final BrokerWork work;
    private final BrokerLoop loop;

    private Broker(
            Path socket, Optional<String> administrators, Desk desk, Duration patience, Consumer<Throwable> failed)
            throws IOException {
        try {
            PathManager pathManager = keep(PathManager.open());
            Connections connections = keep(Connections.open());
            SocketFile forAll = keep(SocketFile.listen(socket, FOR_ALL, Optional.empty()));
            SocketFile forAdministrators = administrators.isEmpty()
                    ? null
                    : keep(SocketFile.listen(BrokerSocket.ofAdministrators(socket), FOR_GROUP, administrators));
            Selector selector = keep(Selector.open());
            work = new BrokerWork(
                    new Requests(desk, pathManager, connections, new Callers(), NamespaceCookie.ofThread()),
                    new Subscribers());
            loop = new BrokerLoop(selector, work, patience, failed);
            loop.listen(forAll.channel(), false);
            if (forAdministrators != null) {
                loop.listen(forAdministrators.channel(), true);
            }
        } catch (IOException | RuntimeException | Error e) {
            closeAll();
            throw e;
        }
    }

    /**
     * Begins to answer, about the network namespace of the calling thread.
     *
     * @param socket where; the socket is for everybody, as each request is looked at
     * @param administrators a group whose members may act on every connection: for them there is a socket of its own beside, {@link
     *     BrokerSocket#ofAdministrators}
     * @param desk what is asked of the daemon
     * @param failed is told if it ends though nobody closes it: then nobody is answered any more
     * @throws mptcp4j.LinuxException EADDRINUSE if a living daemon answers there
     */
    public static Broker open(Path socket, Optional<String> administrators, Desk desk, Consumer<Throwable> failed)
            throws IOException {
        return open(socket, administrators, desk, PATIENCE, failed);
    }

    /** @param patience for a client to say hello, and to finish a line */
    static Broker open(
            Path socket, Optional<String> administrators, Desk desk, Duration patience, Consumer<Throwable> failed)
            throws IOException {
        var broker = new Broker(socket, administrators, desk, patience, failed);
        broker.loop.start();
        return broker;
    }

    /**
     * Passes an event on to who wants it. This is for the thread that reads the kernel's events: it waits for nothing, and costs next to
     * nothing where nobody wants the event.
     */
    public void publish(PathManagerEvent event) {
        work.publish(event);
    }

    /** Hangs up. What is being carried out may end. */
    @Override
    public void close() throws IOException {
        loop.stop(FOR_LAST_WORDS);
        work.stop(FOR_LAST_WORDS);
        closeAll();
    }

    private <T extends Closeable> T keep(T one) {
        opened.push(one);
        return one;
    }

    private synchronized void closeAll() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
