package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import mptcp4j.LinuxException;
import mptcp4j.lab.Failure;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Kernel;
import mptcp4j.pm.Limits;
import mptcp4j.pm.PathManager;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cannot be done to subflows, each with an error that tells it from the others, and in the kernel's own words. */
@Timeout(90)
class SubflowRefusalKernelIT {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Callable<SocketChannel> MPTCP = () -> Mptcp.openSocketChannel(MptcpMode.REQUIRE);

    private final Map<String, String> said = new LinkedHashMap<>();
    private SteeredHosts lab;
    private Connected connected;

    @BeforeEach
    void connect() throws IOException {
        Requires.program("ip");
        lab = SteeredHosts.create(3);
        connected = lab.connect();
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    private InetAddress second() {
        return lab.client().address(1);
    }

    /** Takes down what is said of a command that cannot be carried out. */
    private void refused(String why, Command command) {
        IOException e = assertThrows(IOException.class, command::run, why);
        said.put(why, e instanceof LinuxException its ? its.errno().symbol() + " " + its.detail() : "" + e);
    }

    private void openingRefused(String why, SubflowSpec spec) {
        refused(why, () -> connected.open(spec));
    }

    @Test
    void eachSaysWhatItIs() throws IOException {
        addressesAndPorts();
        routes();
        peers();
        states();
        otherConnections();
        assertEquals(said.size(), new HashSet<>(said.values()).size(), said::toString);
        Requires.that(Kernel.running().has(new Kernel(6, 18)), "the words are those of Linux 6.18");
        assertEquals(expected(), said);
    }

    private static Map<String, String> expected() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("address not ours", "EADDRNOTAVAIL connect error: -99: cannot assign requested address");
        all.put("port taken", "EADDRINUSE connect error: -98: address already in use");
        all.put("no such interface", "ENODEV link show none: no such device");
        all.put(
                "IPv4 and IPv6",
                "EINVAL no subflow goes from fd6d:7074:6370:1:0:0:0:1 to 10.0.0.2, which is another IP version,"
                        + " and the peer is not known to have an address of the first: say with to(...) where it goes");
        all.put(
                "not announced",
                "ENOENT the peer has announced no address under id 7 since this connection has a listener, and no"
                        + " subflow goes there");
        all.put(
                "wrong namespace",
                "EINVAL the socket was opened in another network namespace than that of this thread");
        all.put("unknown id", "ESRCH the connection has no such subflow, but [1]");
        all.put("no way for routing", "ENETUNREACH route get 192.0.2.1: network is unreachable");
        all.put("no way from there", "EHOSTUNREACH connect error: -113: no route to host");
        all.put("a router knows no way", "ENETUNREACH network is unreachable");
        all.put("a router says it is not there", "EHOSTUNREACH no route to host");
        all.put("no answer", "ETIMEDOUT no answer within 300 ms");
        all.put("nobody listens there", "ECONNREFUSED the peer refused it");
        all.put(
                "the peer takes no more",
                "ECONNRESET it ended in the last step of the handshake, as where the peer does not take it");
        all.put(
                "too early",
                "ENOTCONN connect error: -107: the connection is not fully established: that takes data, or its"
                        + " acknowledgement, both ways");
        all.put("closed by the peer", "ENOTCONN connect error: -107: the peer is closing the connection (CLOSE_WAIT)");
        all.put("closed here", "java.nio.channels.ClosedChannelException");
        all.put(
                "aborted by the peer",
                "ENOTCONN the connection has ended: both ends closed it, or the peer aborted it");
        all.put("IPv6 from a socket for IPv4", "EINVAL families mismatch");
        all.put(
                "the kernel has it",
                "EINVAL userspace PM not selected: the kernel's own path manager has the connection. Set"
                        + " net.mptcp.pm_type to 1 in this network namespace before the socket is made");
        all.put("the peer is plain TCP", "EOPNOTSUPP not multipath: the connection fell back to plain TCP");
        all.put("the socket is plain TCP", "EOPNOTSUPP not multipath: the socket is a plain TCP one");
        return all;
    }

    private void addressesAndPorts() throws IOException {
        InetSocketAddress taken = (InetSocketAddress) connected.pair().client().getLocalAddress();
        openingRefused("address not ours", SubflowSpec.from(InetAddress.getByName("192.0.2.1")));
        openingRefused("port taken", SubflowSpec.from(taken));
        openingRefused("no such interface", SubflowSpec.fromInterface("none"));
        openingRefused("IPv4 and IPv6", SubflowSpec.from(lab.client().address6(1)));
        openingRefused("not announced", SubflowSpec.any().toAnnounced(7));
        refused(
                "wrong namespace",
                () -> MptcpConnection.of(connected.pair().client()).openSubflow(SubflowSpec.from(second())));
        refused("unknown id", () -> connected.close(99));
    }

    /** Behind the server there are networks to which it knows no way, or that it forbids. */
    private void routes() throws IOException {
        SteeredHosts.run(lab.client(), "ip", "route", "add", "unreachable", "198.51.100.1/32", "table", "1001");
        InetAddress server = lab.server().address(1);
        for (String network : List.of("203.0.113.0/24", "198.51.100.2/32")) {
            SteeredHosts.run(
                    lab.client(), "ip", "route", "add", network, "via", server.getHostAddress(), "table", "1001");
        }
        lab.server().sysctl("net.ipv4.ip_forward", "1");
        lab.server().sysctl("net.ipv4.icmp_ratelimit", "0");
        SteeredHosts.run(lab.server(), "ip", "route", "add", "unreachable", "198.51.100.2/32");
        SubflowSpec from = SubflowSpec.from(second());
        openingRefused("no way for routing", SubflowSpec.any().to(InetAddress.getByName("192.0.2.1")));
        openingRefused("no way from there", from.to(InetAddress.getByName("198.51.100.1")));
        openingRefused("a router knows no way", from.to(InetAddress.getByName("203.0.113.1")));
        openingRefused("a router says it is not there", from.to(InetAddress.getByName("198.51.100.2")));
        lab.lab().path(1).fail(Failure.BLACKHOLE);
        refused("no answer", () -> connected.open(from.to(server), SHORT));
        lab.lab().path(1).restore();
        assertEquals(List.of(1L), ids(), "nothing is left of what failed");
    }

    private List<Long> ids() throws IOException {
        return connected.client().subflows().stream().map(Subflow::id).toList();
    }

    private void peers() throws IOException {
        InetSocketAddress nobody = new InetSocketAddress(lab.server().address(1), 9);
        openingRefused("nobody listens there", SubflowSpec.from(second()).to(nobody));
        SteeredHosts.manage(lab.server(), "0");
        try (PathManager pathManager = lab.server().call(PathManager::open)) {
            pathManager.setLimits(new Limits(1, 0));
        }
        connected = connectTo(lab.listen(lab.server(), new InetSocketAddress(8081)), MPTCP);
        connected.open(SubflowSpec.from(second()));
        openingRefused("the peer takes no more", SubflowSpec.from(lab.client().address(2)));
        assertEquals(List.of(1L, 2L), ids());
    }

    /** The socket of a server takes after the one that listens, so that may be another one. */
    private Connected connectTo(ServerSocketChannel listener, Callable<SocketChannel> open) throws IOException {
        SocketChannel channel = lab.keep(lab.client().call(open));
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        channel.connect(new InetSocketAddress(lab.server().address(0), port));
        return new Connected(lab, new Pair(channel, lab.keep(listener.accept())).echo(10));
    }

    private void states() throws IOException {
        SubflowSpec from = SubflowSpec.from(second());
        connected = lab.connect(lab.server().address(0));
        refused("too early", () -> connected.open(from, SHORT));
        connected = lab.connect();
        connected.pair().server().close();
        assertEquals(-1, connected.pair().client().read(ByteBuffer.allocate(1)));
        openingRefused("closed by the peer", from);
        connected.pair().client().close();
        openingRefused("closed here", from);
        connected = lab.connect();
        connected.pair().server().setOption(StandardSocketOptions.SO_LINGER, 0);
        connected.pair().server().close();
        assertThrows(IOException.class, () -> connected.pair().client().read(ByteBuffer.allocate(1)));
        openingRefused("aborted by the peer", from);
    }

    private void otherConnections() throws IOException {
        SubflowSpec from = SubflowSpec.from(second());
        connected = lab.connectIpv4();
        openingRefused(
                "IPv6 from a socket for IPv4",
                SubflowSpec.from(lab.client().address6(1)).to(lab.server().address6(1)));
        SteeredHosts.manage(lab.client(), "0");
        try (PathManager pathManager = lab.client().call(PathManager::open)) {
            pathManager.flush();
        }
        connected = lab.connect();
        openingRefused("the kernel has it", from);
        ServerSocketChannel plain = lab.keep(lab.server().call(ServerSocketChannel::open));
        plain.bind(new InetSocketAddress(8082));
        connected = connectTo(plain, MPTCP);
        openingRefused("the peer is plain TCP", from);
        connected = connectTo(plain, SocketChannel::open);
        openingRefused("the socket is plain TCP", from);
    }

    @Test
    void withoutTheRightToLowPorts() throws Exception {
        assertEquals(
                List.of("EACCES connect error: -13: permission denied", "done", "done", "done"),
                child("net_bind_service"));
    }

    @Test
    void withoutTheRightToSteer() throws Exception {
        String daemon = ", or an mptcp4j daemon: none answers at /run/mptcp4j/daemon.sock";
        String words = "EPERM needs CAP_NET_ADMIN in the user namespace that owns the network namespace" + daemon;
        assertEquals(
                List.of(
                        "EPERM the events of Multipath TCP need CAP_NET_ADMIN in the user namespace that owns the"
                                + " network namespace" + daemon,
                        words,
                        words,
                        words),
                child("net_admin"));
    }

    /** Returns what a JVM says that lacks a capability and is a client of the laboratory. */
    private List<String> child(String capability) throws Exception {
        Requires.program("setpriv");
        ServerSocketChannel listener = lab.listen(lab.server(), new InetSocketAddress(8083));
        List<String> prefix = List.of("setpriv", "--bounding-set=-" + capability, "--inh-caps=-" + capability);
        CompletableFuture<List<String>> said = new CompletableFuture<>();
        var runner = new Thread(() -> {
            try {
                said.complete(lab.client()
                        .call(() -> OwnJvm.run(
                                prefix,
                                ChildClient.class,
                                lab.server().address(0).getHostAddress(),
                                "8083",
                                second().getHostAddress())));
            } catch (IOException | RuntimeException e) {
                said.completeExceptionally(e);
            }
        });
        runner.start();
        try (SocketChannel accepted = listener.accept()) {
            ByteBuffer one = ByteBuffer.allocate(1);
            accepted.read(one);
            accepted.write(one.flip());
            return said.get();
        }
    }

    @FunctionalInterface
    interface Command {
        void run() throws IOException;
    }
}
