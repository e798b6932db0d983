package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.daemon.config.Configuration;
import mptcp4j.daemon.config.NamedPolicy;
import mptcp4j.daemon.metrics.Figures;
import mptcp4j.daemon.metrics.MetricsServer;
import mptcp4j.daemon.metrics.MetricsSource;
import mptcp4j.daemon.paths.PathState;
import mptcp4j.daemon.paths.PathWatch;
import mptcp4j.diag.Connection;
import mptcp4j.linux.EndOfThread;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvents;
import org.jspecify.annotations.Nullable;

/**
 * The path manager of one network namespace. It begins with the connections that are there, and ends without any of them: they stay as
 * they are. Needs CAP_NET_ADMIN in the user namespace that owns the network namespace, and Linux 5.19.
 *
 * <p>Thread-safe. It is started by a thread in the namespace.
 */
public final class Daemon implements Desk, MetricsSource, Closeable {
    private static final System.Logger LOG = System.getLogger(Daemon.class.getName());
    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(5);

    private final Source source;
    private final Clock clock = Clock.start();
    private final Doors doors;
    private final Loop loop;
    private final Reader reader;
    private final RuleChooser chooser;
    private final Manager manager;
    private final Measuring measuring;
    private final FrontDesk desk;
    private final PathWatch paths;
    private final KernelEndpoints endpoints;

    private final Thread thread;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile Configuration configuration;
    private volatile Consumer<PathManagerEvent> audience = event -> {};
    private volatile @Nullable Broker broker;
    private volatile @Nullable MetricsServer metrics;

    private Daemon(Configuration configuration, Source source, int bufferBytes) throws IOException {
        this.configuration = configuration;
        this.source = source;
        doors = new Doors(configuration, bufferBytes);
        try {
            loop = new Loop(doors.events, this::take);
            reader = new Reader(doors.forReader, clock, loop, new Found());
            chooser = new RuleChooser(doors.cgroups, configuration.mode(), configuration.rules());
            endpoints = doors.keep(KernelEndpoints.open(configuration));
            paths = doors.keep(PathWatch.open(
                    configuration.interfaces(), configuration.damping(), configuration.sourceRouting(), this::paths));
            manager = new Manager(
                    loop,
                    clock,
                    doors.pathManager,
                    doors.forLoop,
                    chooser,
                    reader,
                    Surroundings.of(paths.state()),
                    doors.keep(new Listeners(doors.forLoop)));
            measuring = new Measuring(manager, reader);
            desk = new FrontDesk(loop, manager, Competitors.find());
            endpoints.begin(paths);
            thread = new Thread(this::run, "mptcp4j-daemon");
        } catch (IOException | RuntimeException e) {
            doors.close(e);
            throw e;
        }
    }

    private void take(PathManagerEvent event) {
        manager.take(event);
        audience.accept(event);
    }

    /**
     * Answers on the Unix socket that the configuration names, from now on until this is closed. It is called once, by a thread in the
     * namespace.
     *
     * @throws LinuxException EADDRINUSE if another daemon answers there
     */
    public void openBroker() throws IOException {
        var opened = Broker.open(
                configuration.broker().socket(), configuration.broker().group(), this, ended::completeExceptionally);
        audience = opened::publish;
        broker = opened;
    }

    /**
     * Shows the figures on the port that the configuration names, if it does, from now on until this is closed. It is called once, by a
     * thread in the namespace.
     *
     * @throws IOException if somebody else has the port
     */
    public void openMetrics() throws IOException {
        OptionalInt port = configuration.metricsPort();
        if (port.isPresent()) {
            try {
                metrics = MetricsServer.start(port.getAsInt(), this);
            } catch (IOException e) {
                throw new IOException("metrics on port " + port.getAsInt() + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * Starts it, in the network namespace of the calling thread. When this returns it hears of every new connection.
     *
     * @param source of the configuration, each time that it is read
     * @throws IOException if the configuration is wrong, with every mistake
     * @throws LinuxException EPERM without CAP_NET_ADMIN; ENOENT, EOPNOTSUPP if the kernel has no userspace path manager
     */
    public static Daemon start(Source source) throws IOException {
        return start(source, PathManagerEvents.DEFAULT_BUFFER);
    }

    static Daemon start(Source source, int bufferBytes) throws IOException {
        var daemon = new Daemon(source.read(), source, bufferBytes);
        daemon.loop.execute(() -> {
            daemon.reader.readAll();
            daemon.readAgain();
            daemon.measureAgain();
        });
        daemon.thread.start();
        return daemon;
    }

    private void run() {
        try {
            loop.run();
            ended.complete(null);
        } catch (IOException | RuntimeException | Error e) {
            ended.completeExceptionally(e);
        } finally {
            reader.close();
            doors.close();
        }
    }

    private void readAgain() {
        loop.after(BETWEEN_READINGS, () -> {
            reader.readAll();
            readAgain();
        });
    }

    private void measureAgain() {
        loop.after(Conditions.EVERY, () -> {
            measuring.next();
            measureAgain();
        });
    }

    private void paths(PathState state) {
        loop.execute(() -> {
            endpoints.want(state.paths());
            manager.take(Surroundings.of(state));
        });
    }

    /** Waits until it has ended. @throws IOException why it ended, unless it was closed */
    public void await() throws IOException, InterruptedException {
        try {
            ended.get();
        } catch (ExecutionException e) {
            throw new IOException("the daemon failed: " + e.getCause(), e.getCause());
        }
    }

    /** Puts the sysctl back that says who manages new connections, and ends. Connections stay as they are. */
    @Override
    public void close() {
        closeBroker();
        MetricsServer shown = metrics;
        if (shown != null) {
            shown.close();
        }
        loop.stop();
        EndOfThread.await(thread);
    }

    private void closeBroker() {
        Broker opened = broker;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot close the broker", e);
            }
        }
    }

    @Override
    public Status status() throws IOException {
        return desk.status(configuration.mode());
    }

    @Override
    public Figures figures() throws IOException {
        return desk.figures();
    }

    @Override
    public List<ConnectionSummary> connections() throws IOException {
        return desk.connections();
    }

    @Override
    public Optional<Explanation> explain(long token) throws IOException {
        return desk.explain(token);
    }

    @Override
    public List<String> policies() throws IOException {
        return configuration.policies().values().stream()
                .map(NamedPolicy::toString)
                .sorted()
                .toList();
    }

    @Override
    public synchronized void reload() throws IOException {
        Configuration next = source.read();
        requireSame(next);
        configuration = next;
        chooser.use(next.rules());
        endpoints.use(next.kernel());
        paths.use(next.interfaces());
        ask(() -> {
            manager.chooseAgain();
            return Boolean.TRUE;
        });
        LOG.log(System.Logger.Level.INFO, "the configuration was read again");
    }

    /** What only a start can change must not be half there. */
    private void requireSame(Configuration next) throws IOException {
        requireSame("mode", next.mode(), configuration.mode());
        requireSame("source_routing", next.sourceRouting(), configuration.sourceRouting());
        requireSame("[damping]", next.damping(), configuration.damping());
        requireSame("[broker]", next.broker(), configuration.broker());
        requireSame("[metrics]", next.metricsPort(), configuration.metricsPort());
    }

    private static void requireSame(String what, Object next, Object now) throws IOException {
        if (!next.equals(now)) {
            throw new LinuxException("reload", Errno.EINVAL, what + " changes by a restart only; nothing was changed");
        }
    }

    @Override
    public void set(long token, String policy) throws IOException {
        NamedPolicy named = configuration.policies().get(policy);
        if (named == null) {
            throw new IllegalArgumentException("no policy is called " + policy + "; there are "
                    + configuration.policies().keySet().stream().sorted().toList());
        }
        desk.set(token, named);
    }

    @Override
    public void steer(long token, boolean byApplication) throws IOException {
        desk.steer(token, byApplication);
    }

    /** Has something done between two events. */
    <T> T ask(Supplier<T> question) throws IOException {
        return loop.ask(question);
    }

    /** Where the configuration comes from. */
    @FunctionalInterface
    public interface Source {
        Configuration read() throws IOException;
    }

    /** What the reader has found. */
    private final class Found implements Reader.Listener {
        @Override
        public void read(List<Connection> all, Duration begun) {
            new Adoption(manager, reader, loop).all(all, begun);
        }

        @Override
        public void read(Connection one, Duration begun) {
            new Adoption(manager, reader, loop).one(one, begun);
        }

        @Override
        public void gone(List<Long> tokens) {
            tokens.forEach(manager::forget);
        }

        @Override
        public void abandoned(Reader.Abandoned which, List<Ends> waiting) {
            manager.reconciler().abandoned(which, waiting);
        }

        @Override
        public void measured(List<Reader.Measured> all) {
            measuring.taken(all);
        }

        @Override
        public void failed() {
            measuring.failed();
        }
    }
}
