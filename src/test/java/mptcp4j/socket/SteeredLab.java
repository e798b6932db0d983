package mptcp4j.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import mptcp4j.TcpState;
import mptcp4j.lab.Host;
import mptcp4j.lab.Lab;
import mptcp4j.lab.PathSpec;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Requires;
import org.jspecify.annotations.Nullable;

/**
 * A client whose connections are steered from user space, and a server whose kernel takes up to eight joins of each.
 *
 * <pre>
 *   client 10.0.0.1 ──────── 10.0.0.2 server, listening on every address
 *          10.0.1.1 ──────── 10.0.1.2             and IPv6 on the same paths
 * </pre>
 */
final class SteeredLab implements Closeable {
    static final int PORT = 8080;

    final Lab lab;
    final ServerSocketChannel listener;

    private SteeredLab(Lab lab, ServerSocketChannel listener) {
        this.lab = lab;
        this.listener = listener;
    }

    static SteeredLab create() throws IOException {
        return create(MptcpMode.REQUIRE);
    }

    /** On paths of their own: without IPv6, and with a rate where that is said. */
    static SteeredLab of(PathSpec... paths) throws IOException {
        Requires.mptcp();
        return listening(Lab.of(Topology.of(paths)), MptcpMode.REQUIRE);
    }

    /** The server's connections are steered from user space, too: they can be joined while somebody listens to its events. */
    static SteeredLab steeredAtBothEnds() throws IOException {
        Requires.mptcp();
        Lab lab = Lab.of(Topology.twoHosts(2).withIpv6());
        lab.server().sysctl("net.mptcp.pm_type", "1");
        return listening(lab, MptcpMode.REQUIRE);
    }

    static SteeredLab withPlainServer() throws IOException {
        return create(null);
    }

    private static SteeredLab create(@Nullable MptcpMode server) throws IOException {
        Requires.mptcp();
        return listening(Lab.of(Topology.twoHosts(2).withIpv6()), server);
    }

    private static SteeredLab listening(Lab lab, @Nullable MptcpMode mode) throws IOException {
        lab.client().sysctl("net.mptcp.pm_type", "1");
        ServerSocketChannel listener = lab.server()
                .call(() -> mode == null ? ServerSocketChannel.open() : Mptcp.openServerSocketChannel(mode));
        listener.bind(new InetSocketAddress(PORT));
        return new SteeredLab(lab, listener);
    }

    Host client() {
        return lab.client();
    }

    Host server() {
        return lab.server();
    }

    <T> T call(Callable<T> task) throws IOException {
        return client().call(task);
    }

    void run(Host.Task task) throws IOException {
        client().run(task);
    }

    /** Connects, and exchanges a few bytes so that both ends are fully established. */
    Pair connect(InetSocketAddress from, InetAddress to) throws IOException {
        SocketChannel channel = call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE));
        channel.bind(from);
        channel.connect(new InetSocketAddress(to, PORT));
        return new Pair(channel, listener.accept()).echo(10);
    }

    Pair connect() throws IOException {
        return connect(new InetSocketAddress(client().address(0), 0), server().address(0));
    }

    /** Waits until the server has as many established subflows: it has each one a moment after the client. */
    void awaitAtServer(Pair pair, int count) throws Exception {
        MptcpConnection connection = MptcpConnection.of(pair.server());
        List<TcpState> expected = Collections.nCopies(count, TcpState.ESTABLISHED);
        Loopback.await(
                count + " subflows at the server",
                () -> expected.equals(
                        connection.subflows().stream().map(Subflow::state).toList()));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        lab.close();
    }
}
