package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;
import mptcp4j.daemon.config.Verdict;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;
import mptcp4j.diag.Subflow;

/**
 * Reads the kernel's tables on a thread of its own: to go through thousands of sockets takes milliseconds, which the loop does not have.
 * Thread-safe.
 */
final class Reader implements Worker, Closeable {
    private static final System.Logger LOG = System.getLogger(Reader.class.getName());

    private static final int FEW = 3;

    private final Connections connections;
    private final Clock clock;
    private final Executor loop;
    private final ExecutorService thread;
    private final AtomicBoolean readsAll = new AtomicBoolean();
    private final AtomicBoolean readsUnknown = new AtomicBoolean();
    private final Queue<Long> unknown = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean abandons = new AtomicBoolean();
    private final Queue<Abandoned> abandoned = new ConcurrentLinkedQueue<>();
    private final Listener listener;

    /**
     * Takes ownership of the connections.
     *
     * @param loop where the listener is called
     */
    Reader(Connections connections, Clock clock, Executor loop, Listener listener) {
        this.connections = connections;
        this.clock = clock;
        this.loop = loop;
        this.listener = listener;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            var made = new Thread(task, "mptcp4j-reader");
            made.setDaemon(true);
            return made;
        });
    }

    /** One that is asked for while another is to come is that one. */
    @Override
    public void readAll() {
        if (readsAll.compareAndSet(false, true)) {
            submit(() -> {
                readsAll.set(false);
                Duration begun = clock.now();
                List<Connection> all = connections.list(Detail.SUBFLOWS);
                loop.execute(() -> listener.read(all, begun));
            });
        }
    }

    /** Where many are asked for, all are read at once. */
    @Override
    public void read(long token) {
        unknown.add(token);
        if (readsUnknown.compareAndSet(false, true)) {
            submit(this::readUnknown);
        }
    }

    private void readUnknown() throws IOException {
        readsUnknown.set(false);
        Set<Long> tokens = new HashSet<>();
        for (Long token = unknown.poll(); token != null; token = unknown.poll()) {
            tokens.add(token);
        }
        Duration begun = clock.now();
        List<Connection> found = new ArrayList<>();
        if (tokens.size() > FEW) {
            found.addAll(connections.list(Detail.SUBFLOWS));
            found.removeIf(one -> !tokens.contains(one.token()));
        } else {
            for (long token : tokens) {
                connections.find(token, Detail.SUBFLOWS).ifPresent(found::add);
            }
        }
        loop.execute(() -> found.forEach(one -> listener.read(one, begun)));
    }

    @Override
    public void verify(List<Long> tokens) {
        submit(() -> {
            List<Long> gone = new ArrayList<>();
            for (long token : tokens) {
                if (connections.find(token, Detail.CONNECTION).isEmpty()) {
                    gone.add(token);
                }
            }
            loop.execute(() -> listener.gone(gone));
        });
    }

    /** One reading does for all that wait for it. */
    @Override
    public void abandon(Abandoned which) {
        abandoned.add(which);
        if (abandons.compareAndSet(false, true)) {
            submit(this::abandonAll);
        }
    }

    private void abandonAll() throws IOException {
        abandons.set(false);
        List<Abandoned> now = new ArrayList<>();
        for (Abandoned one = abandoned.poll(); one != null; one = abandoned.poll()) {
            now.add(one);
        }
        Map<Long, Connection> all = (now.size() == 1
                        ? connections.find(now.get(0).token(), Detail.SUBFLOWS).stream()
                        : connections.list(Detail.SUBFLOWS).stream())
                .collect(Collectors.toMap(Connection::token, Function.identity(), (one, other) -> one));
        for (Abandoned one : now) {
            List<Ends> waiting = Optional.ofNullable(all.get(one.token())).flatMap(Connection::subflows).stream()
                    .flatMap(List::stream)
                    .filter(one::is)
                    .map(subflow -> new Ends(subflow.local(), subflow.remote()))
                    .toList();
            loop.execute(() -> listener.abandoned(one, waiting));
        }
    }

    @Override
    public void choose(Function<Connections, Verdict> choice, Consumer<Verdict> then) {
        submit(() -> {
            Verdict verdict = choice.apply(connections);
            loop.execute(() -> then.accept(verdict));
        });
    }

    @Override
    public void measure(List<Measured> wanted) {
        submit(() -> {
            for (Measured one : wanted) {
                one.result = connections
                        .subflow(
                                one.subflow.ends().local(),
                                one.subflow.ends().remote(),
                                one.subflow.link(),
                                Detail.MEASUREMENTS)
                        .filter(its -> its.token() == one.connection.token())
                        .flatMap(Subflow::tcpInfo);
                one.at = clock.now();
            }
            loop.execute(() -> listener.measured(wanted));
        });
    }

    private void submit(Reading reading) {
        try {
            thread.execute(() -> {
                try {
                    reading.run();
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.WARNING, "cannot read the kernel's connections", e);
                    loop.execute(listener::failed);
                } catch (RuntimeException | Error e) {
                    LOG.log(System.Logger.Level.ERROR, "reading connections failed", e);
                    loop.execute(listener::failed);
                    throw e;
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the daemon ends", e);
        }
    }

    /** What is being read is read to its end, and nothing after it. */
    @Override
    public void close() {
        thread.shutdownNow();
        boolean interrupted = false;
        while (!thread.isTerminated()) {
            try {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "reading has ended: {0}",
                        thread.awaitTermination(1, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        connections.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A subflow that was begun and is not answered.
     *
     * @param probing as of {@link Managed.Begun}
     */
    record Abandoned(long token, InetAddress from, InetSocketAddress to, boolean probing) {
        boolean is(Subflow subflow) {
            return subflow.state() == TcpState.SYN_SENT
                    && subflow.local().getAddress().equals(from)
                    && subflow.remote().equals(to);
        }
    }

    /** A subflow to be measured, and then what came of that. */
    static final class Measured {
        final Managed connection;
        final KnownSubflow subflow;
        Optional<TcpInfo> result = Optional.empty();
        Duration at = Duration.ZERO;

        Measured(Managed connection, KnownSubflow subflow) {
            this.connection = connection;
            this.subflow = subflow;
        }
    }

    /** Is told, on the loop. */
    interface Listener {
        /** @param begun when reading began: what was learnt after that is newer */
        void read(List<Connection> all, Duration begun);

        /** @param begun as of the other */
        void read(Connection one, Duration begun);

        /** These connections are no more. */
        void gone(List<Long> tokens);

        /** These subflows are not answered, and nobody waits any more. */
        void abandoned(Abandoned which, List<Ends> waiting);

        void measured(List<Measured> all);

        /** Something could not be read. */
        void failed();
    }

    @FunctionalInterface
    private interface Reading {
        void run() throws IOException;
    }
}
