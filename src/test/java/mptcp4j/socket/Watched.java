package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import mptcp4j.pm.PathManagerEvents;

/**
 * Both ends of a connection over two paths, which are steered from user space, and somebody who listens at each end so that both can
 * be joined.
 *
 * <pre>
 *   client 10.0.0.1 ───── 10.0.0.2 server, listening on port 8080 of every address
 *          10.0.1.1 ───── 10.0.1.2
 * </pre>
 */
final class Watched implements Closeable {
    static final int PORT = 8080;
    static final Duration OFTEN = Duration.ofMillis(5);

    final Lab lab;
    final Pair pair;
    final MptcpConnection client;
    final MptcpConnection server;
    private final ServerSocketChannel listener;
    private final PathManagerEvents joinable;

    private Watched(Lab lab, ServerSocketChannel listener, PathManagerEvents joinable, Pair pair) throws IOException {
        this.lab = lab;
        this.listener = listener;
        this.joinable = joinable;
        this.pair = pair;
        client = MptcpConnection.of(pair.client());
        server = MptcpConnection.of(pair.server());
    }

    static Watched connect() throws IOException {
        return connect("1");
    }

    /** @param serversType whether the server is steered from user space, too ({@code 1}), or by the kernel ({@code 0}) */
    static Watched connect(String serversType) throws IOException {
        Lab lab = Lab.of(Topology.twoHosts(2).withIpv6());
        lab.client().sysctl("net.mptcp.pm_type", "1");
        lab.server().sysctl("net.mptcp.pm_type", serversType);
        PathManagerEvents joinable = lab.server().call(() -> PathManagerEvents.open());
        ServerSocketChannel listener = lab.server().call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE));
        listener.bind(new InetSocketAddress(PORT));
        SocketChannel channel = lab.client().call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE));
        channel.connect(new InetSocketAddress(lab.server().address(0), PORT));
        return new Watched(lab, listener, joinable, new Pair(channel, listener.accept()).echo(10));
    }

    Subflow openSecond() throws IOException {
        return open(SubflowSpec.from(lab.client().address(1)).to(lab.server().address(1)));
    }

    Subflow open(SubflowSpec spec) throws IOException {
        return lab.client().call(() -> client.openSubflow(spec));
    }

    void close(long id) throws IOException {
        lab.client().run(() -> client.closeSubflow(id));
    }

    /** Kills a subflow at the client, as an administrator does. */
    void kill(Subflow subflow) throws IOException {
        String port = "" + subflow.local().getPort();
        lab.client()
                .run(() -> assertEquals(
                        0,
                        new ProcessBuilder("ss", "-K", "sport", "=", ":" + port)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()));
    }

    /** Returns the subflow as the server has it. */
    Subflow atServer(Subflow subflow) throws IOException {
        return server.subflows().stream()
                .filter(its -> its.connects(subflow.remote(), subflow.local()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        pair.close();
        listener.close();
        joinable.close();
        lab.close();
    }
}
