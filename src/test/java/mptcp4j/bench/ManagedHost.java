package mptcp4j.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import mptcp4j.bench.Contestant.Round;
import mptcp4j.lab.Host;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import org.jspecify.annotations.Nullable;

/** A host with two links whose connections a rival manages, a server, and who opens connections from one to the other. */
final class ManagedHost implements Closeable {
    private static final int PORT = 5000;
    private static final double LEAST_JOINED = 0.8;

    private final Rival rival;
    private final Lab lab;
    private final Contestant server;
    private final Contestant client;
    private @Nullable Process manager;

    private ManagedHost(Rival rival, Path yardstick) throws IOException {
        this.rival = rival;
        lab = Lab.of(Topology.twoHosts(2));
        for (Host host : List.of(lab.client(), lab.server())) {
            // Each closed connection would keep its port for a minute
            host.sysctl("net.ipv4.tcp_max_tw_buckets", "1000");
        }
        if (rival.start() != null) {
            lab.client().sysctl("net.mptcp.pm_type", "1");
        }
        server = lab.server().call(() -> Contestant.start("server", Contestants.c(yardstick)));
        client = lab.client().call(() -> Contestant.start(rival.name(), Contestants.c(yardstick)));
    }

    /** @param yardstick the program of {@code native/bench} */
    static ManagedHost of(Rival rival, Path yardstick) throws IOException {
        var host = new ManagedHost(rival, yardstick);
        host.server.round("serve " + PORT);
        host.client.round("observe");
        host.startManager();
        return host;
    }

    /** Returns who opens the connections, by the name of the rival. */
    Contestant client() {
        return client;
    }

    /** Starts the rival, and waits until it listens. Returns how long that took, in nanoseconds. */
    long startManager() throws IOException {
        if (rival.start() == null) {
            return 0;
        }
        long since = System.nanoTime();
        manager = rival.start().at(lab);
        ProcessFigures.awaitListening(rival.name(), manager);
        return System.nanoTime() - since;
    }

    /** Ends the rival at once. */
    void killManager() throws IOException {
        if (manager != null) {
            manager.destroyForcibly();
            manager.onExit().join();
            manager = null;
        }
    }

    /** Sends the rival a signal. */
    void signal(String name) throws IOException {
        Process kill = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(process().pid()))
                .inheritIO()
                .start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("no signal to " + rival.name());
        }
    }

    ProcessFigures figures() {
        return new ProcessFigures(process().pid());
    }

    private Process process() {
        return Objects.requireNonNull(manager, "the kernel's own is no process");
    }

    /**
     * Opens so many connections a second, and closes each some time after its byte came back.
     *
     * @return how long it took; how many had their byte; of those, as the only sample, how many had two subflows at last
     */
    Round visit(int count, int rate, int holdMillis) throws IOException {
        return client.round("visit %d %d %d %s".formatted(count, rate, holdMillis, address()));
    }

    /** Opens so many a second that stay. */
    Round stay(int count, int rate) throws IOException {
        return client.round("stay %d %d %s".formatted(count, rate, address()));
    }

    /** Closes the first ones of these; returns how many are left. */
    long leave(int count) throws IOException {
        return client.round("leave " + count).outcome();
    }

    /** Returns how many of these have two subflows. */
    long doubled() throws IOException {
        return client.round("doubled").outcome();
    }

    /**
     * Visits, and returns the times from the first DATA_ACK of each connection to the next SYN with MP_JOIN.
     *
     * @throws IOException if more than a few have no such SYN: a busy machine may be late for one
     */
    long[] joinings(int count, int rate, int holdMillis) throws IOException {
        client.round("handshakes"); // until now
        visit(count, rate, holdMillis);
        long[] times = client.round("handshakes").samples();
        if (times.length < LEAST_JOINED * count) {
            throw new IOException(rival.name() + " joined " + times.length + " of " + count);
        }
        return times;
    }

    private String address() {
        return lab.server().address(0).getHostAddress() + " " + PORT;
    }

    @Override
    public void close() throws IOException {
        killManager();
        client.close();
        server.close();
        lab.close();
    }
}
