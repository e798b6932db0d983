package mptcp4j.diag;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.PathManager;
import mptcp4j.route.Rtnetlink;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpMode;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** Sockets in a network namespace of their own, which has nothing but loopback. */
final class Sockets implements Closeable {
    private static final long PATIENCE = SECONDS.toNanos(20);

    final Netns netns;
    private final List<Closeable> open = new ArrayList<>();

    Sockets() throws IOException {
        Requires.mptcp();
        netns = Netns.create();
        open.add(netns);
        try (Rtnetlink rtnetlink = netns.call(() -> Rtnetlink.open())) {
            rtnetlink.setUp(rtnetlink.link("lo").index(), true);
        }
    }

    /** The JDK has no IPv6 where loopback had no address of it when the JVM started. */
    static void requireIpv6() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET6)) {
            Requires.that(channel.isOpen(), "needs IPv6");
        } catch (UnsupportedOperationException e) {
            Requires.that(false, "needs IPv6 on the loopback of the namespace that the JVM starts in");
        }
    }

    /** Lets clients open a subflow from an address, too. */
    void addEndpoint(String address, EndpointFlag... flags) throws IOException {
        try (PathManager pathManager = netns.call(PathManager::open)) {
            pathManager.add(Endpoint.of(InetAddress.getByName(address), flags));
        }
    }

    Connections connections() throws IOException {
        return keep(netns.call(Connections::open));
    }

    ServerSocketChannel listen(ProtocolFamily family) throws IOException {
        ServerSocketChannel channel = keep(netns.call(() -> Mptcp.openServerSocketChannel(family, MptcpMode.REQUIRE)));
        return channel.bind(new InetSocketAddress(0), 1024);
    }

    /** Listens for plain TCP: an MPTCP client falls back. */
    ServerSocketChannel listenTcp() throws IOException {
        return keep(netns.call(() -> ServerSocketChannel.open())).bind(new InetSocketAddress(0));
    }

    /** Connects, and leaves it to nobody to accept. */
    SocketChannel connect(ProtocolFamily family, String host, ServerSocketChannel listener) throws IOException {
        SocketChannel channel = keep(netns.call(() -> Mptcp.openSocketChannel(family, MptcpMode.REQUIRE)));
        InetAddress address = InetAddress.getByName(host);
        channel.connect(new InetSocketAddress(address, port(listener)));
        return channel;
    }

    /** Connects, accepts, and has both ends send: then subflows may join. */
    SocketChannel talk(ProtocolFamily family, String host, ServerSocketChannel listener) throws IOException {
        return talk(connect(family, host, listener), listener);
    }

    /** {@link #talk}, in IPv4, from an address. */
    SocketChannel talkFrom(String local, String host, ServerSocketChannel listener) throws IOException {
        SocketChannel client =
                keep(netns.call(() -> Mptcp.openSocketChannel(StandardProtocolFamily.INET, MptcpMode.REQUIRE)));
        InetAddress from = InetAddress.getByName(local);
        InetAddress to = InetAddress.getByName(host);
        client.bind(new InetSocketAddress(from, 0)).connect(new InetSocketAddress(to, port(listener)));
        return talk(client, listener);
    }

    private SocketChannel talk(SocketChannel client, ServerSocketChannel listener) throws IOException {
        SocketChannel server = keep(listener.accept());
        for (SocketChannel[] way : new SocketChannel[][] {{client, server}, {server, client}}) {
            way[0].write(ByteBuffer.allocate(1));
            assertEquals(1, way[1].read(ByteBuffer.allocate(1)));
        }
        return client;
    }

    /** Returns what {@code ss} shows, in our namespace. */
    String ss(String... arguments) throws IOException {
        Requires.program("ss");
        List<String> command = new ArrayList<>(List.of("ss"));
        command.addAll(Arrays.asList(arguments));
        return run(command);
    }

    /** Runs a program in the namespace and returns what it wrote; it must end with 0. */
    String run(List<String> command) throws IOException {
        return netns.call(() -> {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), () -> command + ": " + output);
            return output;
        });
    }

    static int port(ServerSocketChannel listener) throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    /** Waits until there are so many subflows in the namespace, and all are fully established; returns them. */
    static List<Subflow> awaitSubflows(Connections connections, int count) throws IOException {
        List<Subflow> all = new ArrayList<>();
        await(count + " subflows", () -> {
            all.clear();
            for (Connection its : connections.list(Detail.SUBFLOWS)) {
                all.addAll(its.subflows().orElseThrow());
            }
            return all.size() == count
                    && all.stream().allMatch(each -> each.flags().contains(SubflowFlag.FULLY_ESTABLISHED));
        });
        return all;
    }

    /** Looks again and again until it is so. */
    static void await(String what, ThrowingSupplier<Boolean> condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE;
        while (!get(condition)) {
            if (System.nanoTime() - deadline > 0) {
                fail("not in time: " + what);
            }
            LockSupport.parkNanos(MILLISECONDS.toNanos(2));
        }
    }

    private static boolean get(ThrowingSupplier<Boolean> condition) throws IOException {
        try {
            return condition.get();
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private <T extends Closeable> T keep(T resource) {
        open.add(0, resource);
        return resource;
    }

    /** Closes all channels, so that their connections end. */
    void closeChannels() throws IOException {
        for (Closeable resource : open) {
            if (resource instanceof Channel) {
                resource.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable resource : open) {
            resource.close();
        }
    }
}
