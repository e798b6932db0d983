package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import mptcp4j.lab.Host;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Requires;
import mptcp4j.pm.PathManagerEvents;

/**
 * A client and a server with a path for each of their addresses, and connections over the first that both ends steer from user
 * space. The server listens on every address, IPv4 and IPv6, and takes every join.
 */
final class SteeredHosts implements Closeable {
    static final int PORT = 8080;

    private final Lab lab;
    private final Deque<Closeable> opened = new ArrayDeque<>();
    private final ServerSocketChannel listener;

    private SteeredHosts(Lab lab) throws IOException {
        this.lab = lab;
        opened.push(lab);
        for (Host host : List.of(client(), server())) {
            manage(host, "1");
        }
        keep(server().call(() -> PathManagerEvents.open()));
        listener = listen(server(), new InetSocketAddress(PORT));
    }

    static SteeredHosts create(int paths) throws IOException {
        return create(Topology.twoHosts(paths).withIpv6());
    }

    static SteeredHosts create(Topology topology) throws IOException {
        Requires.mptcp();
        return new SteeredHosts(Lab.of(topology));
    }

    Lab lab() {
        return lab;
    }

    Host client() {
        return lab.client();
    }

    Host server() {
        return lab.server();
    }

    /** Lets sockets made from now on be steered by the kernel ({@code 0}) or from user space ({@code 1}). */
    static void manage(Host host, String type) throws IOException {
        host.sysctl("net.mptcp.pm_type", type);
    }

    <T extends Closeable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Listens with MPTCP. */
    ServerSocketChannel listen(Host host, InetSocketAddress address) throws IOException {
        ServerSocketChannel made = keep(host.call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE)));
        made.bind(address);
        return made;
    }

    /** Connects over IPv4, and exchanges data so that both ends are fully established. */
    Connected connect() throws IOException {
        Connected connected = connect(server().address(0));
        connected.pair().echo(10);
        return connected;
    }

    /** Connects a socket for IPv4 and, where the JDK has that, IPv6, and sends nothing. */
    Connected connect(InetAddress to) throws IOException {
        return connect(client().call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE)), to);
    }

    /** Connects a socket for IPv4 alone, and exchanges data. */
    Connected connectIpv4() throws IOException {
        SocketChannel channel =
                client().call(() -> Mptcp.openSocketChannel(StandardProtocolFamily.INET, MptcpMode.REQUIRE));
        Connected connected = connect(channel, server().address(0));
        connected.pair().echo(10);
        return connected;
    }

    private Connected connect(SocketChannel channel, InetAddress to) throws IOException {
        keep(channel).connect(new InetSocketAddress(to, PORT));
        return new Connected(this, new Pair(channel, keep(listener.accept())));
    }

    /** Runs a program on a host, and returns what it printed. */
    static String run(Host host, String... command) throws IOException {
        return host.call(() -> {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            return output;
        });
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** Both ends of a connection. */
    record Connected(SteeredHosts lab, Pair pair, MptcpConnection client, MptcpConnection server) {
        Connected(SteeredHosts lab, Pair pair) throws IOException {
            this(lab, pair, MptcpConnection.of(pair.client()), MptcpConnection.of(pair.server()));
        }

        Subflow open(SubflowSpec spec) throws IOException {
            return lab.client().call(() -> client.openSubflow(spec));
        }

        Subflow open(SubflowSpec spec, Duration timeout) throws IOException {
            return lab.client().call(() -> client.openSubflow(spec, timeout));
        }

        void close(long id) throws IOException {
            lab.client().run(() -> client.closeSubflow(id));
        }

        mptcp4j.diag.Subflow details(Subflow subflow) throws IOException {
            return lab.client().call(subflow::details);
        }
    }
}
