package mptcp4j.lab;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hosts in network namespaces, and the paths between them. {@code Topology.twoHosts(2)} is this:
 *
 * <pre>
 *  ┌─ client ──────┐      ┌─ between ─────────────────┐      ┌─ server ──────┐
 *  │ c0 10.0.0.1 ──┼──────┼─ rc0 ──── [br0] ──── rs0 ─┼──────┼── 10.0.0.2 s0 │   path 0
 *  │               │      │   tbf            tbf      │      │               │
 *  │ c1 10.0.1.1 ──┼──────┼─ rc1 ──── [br1] ──── rs1 ─┼──────┼── 10.0.1.2 s1 │   path 1
 *  └───────────────┘      └───────────────────────────┘      └───────────────┘
 * </pre>
 *
 * <pre>{@code
 * try (Lab lab = Lab.of(Topology.twoHosts(2).rate(Rate.mbit(100)))) {
 *     var listener = lab.server().call(() -> Mptcp.openServerSocketChannel().bind(new InetSocketAddress(5000)));
 *     var channel = lab.client().call(Mptcp::openSocketChannel);
 *     channel.connect(new InetSocketAddress(lab.server().address(0), 5000));
 *     lab.path(0).fail(Failure.BLACKHOLE);   // the stream goes on, over path 1
 *     lab.path(0).restore();
 * }
 * }</pre>
 *
 * <p>Each line is a veth pair. A rate limits what each port of a bridge sends, so it holds in both directions. What
 * comes from a client's address leaves through the link of that address (a rule and a routing table for each path), and
 * the server can be reached at each of its addresses over each path. No connection learns from the one before it
 * ({@code tcp_no_metrics_save}).
 *
 * <p>Where the kernel has MPTCP, its path manager may use every path: limits of 8 at both ends, and at the client a
 * {@code subflow} endpoint for each address beside that of its first path, with {@code backup} where {@link
 * PathSpec#asBackup} says so. The server announces nothing: its first address can be reached over each path.
 *
 * <p>Everything is done through rtnetlink by this process: no {@code ip}, no {@code tc}, nothing to install. It needs
 * root, or a user namespace of its own ({@code unshare -Ur}), and a kernel with veth, bridge and, for rates, tbf. The
 * namespaces have no names, so the kernel frees them, with all that is in them, when this is closed and also when the
 * process is killed. Thread-safe.
 */
public final class Lab implements Closeable {
    /** The table of path 0. The kernel's own tables are 253 to 255. */
    private static final int FIRST_TABLE = 1000;

    private final Topology topology;
    private final List<Closeable> closers = new ArrayList<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<NetworkPath> paths = new ArrayList<>();

    private Lab(Topology topology) {
        this.topology = topology;
    }

    /**
     * Builds a laboratory; when this returns, every path carries packets.
     *
     * @throws mptcp4j.LinuxException EPERM without the right to make network namespaces; ENOENT or EOPNOTSUPP if the
     *     kernel lacks a kind of link or queueing discipline; EINVAL if it lacks the congestion control; ERANGE where a client has more addresses beside its first
     *     than the kernel has room for endpoints: 8, from 7.2 on 255
     * @throws IllegalArgumentException if a queue at its rate is larger than the kernel's 4 GiB
     */
    public static Lab of(Topology topology) throws IOException {
        var lab = new Lab(topology);
        try {
            lab.build();
            return lab;
        } catch (IOException | RuntimeException e) {
            lab.closeAfter(e);
            throw e;
        }
    }

    public Topology topology() {
        return topology;
    }

    /** Returns the client of path 0. */
    public Host client() {
        return host(topology.paths().get(0).client());
    }

    /** Returns the server of path 0. */
    public Host server() {
        return host(topology.paths().get(0).server());
    }

    /** Returns a host by its name. @throws IllegalArgumentException if there is none */
    public Host host(String name) {
        Host host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("no host " + name + " among " + topology.hosts());
        }
        return host;
    }

    /** Returns a path by its number, from 0. @throws IndexOutOfBoundsException if there is none */
    public NetworkPath path(int index) {
        return paths.get(index);
    }

    /** Returns all paths, by their numbers. */
    public List<NetworkPath> paths() {
        return List.copyOf(paths);
    }

    /**
     * Lets go of all namespaces. The kernel frees each when the last socket and process in it is gone: sockets and
     * channels that are still open are their opener's to close, and those that were closed while a path was silent are
     * given up after two or three more tries instead of the kernel's nine.
     */
    @Override
    public synchronized void close() throws IOException {
        boolean interrupted = Thread.interrupted(); // or the last commands to the kernel would not be carried out
        try {
            closeAll();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeAll() throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (Closeable closer : closers) {
            try {
                closer.close();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        closers.clear();
        if (!failures.isEmpty()) {
            IOException first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void closeAfter(Exception cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void build() throws IOException {
        for (String name : topology.hosts()) {
            Host host = Host.create(name);
            closers.add(host::close);
            hosts.put(name, host);
            host.prepare(topology.ipv6());
        }
        Router router = Router.create();
        closers.add(router::close);
        for (int i = 0; i < topology.paths().size(); i++) {
            paths.add(connect(router, i, topology.paths().get(i)));
        }
        for (NetworkPath path : paths) {
            path.awaitForwarding();
        }
        for (Host host : hosts.values()) {
            if (Endpoints.allow(host)) {
                addEndpoints(host);
            }
        }
    }

    private void addEndpoints(Host client) throws IOException {
        List<Integer> numbers = topology.pathsOfClient(client.name());
        for (int path : numbers.subList(Math.min(1, numbers.size()), numbers.size())) {
            Endpoints.add(client, path, topology.paths().get(path).backup());
        }
    }

    private NetworkPath connect(Router router, int index, PathSpec spec) throws IOException {
        Host client = host(spec.client());
        Host server = host(spec.server());
        Router.Ports ports = router.connect(index, client, server);
        client.attach(
                index, Numbering.client(index, topology.ipv6()), FIRST_TABLE + index, topology.congestionControl());
        server.attach(index, Numbering.server(index, topology.ipv6()), End.NO_TABLE, null);
        if (spec.needsNetem()) {
            client.end(index).sendSingleSegments();
            server.end(index).sendSingleSegments();
        }
        router.shape(ports, spec);
        return new NetworkPath(index, spec, router, ports, client, server);
    }
}
