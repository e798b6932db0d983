package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.PathManager;
import mptcp4j.route.Prefix;
import mptcp4j.route.Rtnetlink;

/** A network namespace with nothing but loopback, on which 127.0.0.0/8 and ::1 can be reached. */
final class Loopback implements Closeable {
    private static final long PATIENCE_SECONDS = 20;

    private final Netns netns;

    private Loopback(Netns netns) {
        this.netns = netns;
    }

    static Loopback create() throws IOException {
        Requires.mptcp();
        Netns netns = Netns.create();
        try (Rtnetlink rtnetlink = netns.call(Rtnetlink::open)) {
            rtnetlink.setUp(rtnetlink.link("lo").index(), true);
        }
        return new Loopback(netns);
    }

    <T> T call(Callable<T> task) throws IOException {
        return netns.call(task);
    }

    void run(Netns.Task task) throws IOException {
        netns.run(task);
    }

    void sysctl(String name, int value) throws IOException {
        netns.run(() -> Files.writeString(Path.of("/proc/sys", name.replace('.', '/')), value + "\n"));
    }

    /** Lets clients open subflows from these addresses, too. */
    void addSubflowEndpoints(String... addresses) throws IOException {
        try (PathManager pathManager = netns.call(PathManager::open)) {
            pathManager.setSubflowLimit(addresses.length);
            for (String address : addresses) {
                pathManager.add(Endpoint.of(InetAddress.getByName(address), EndpointFlag.SUBFLOW));
            }
        }
    }

    /** Has the connections that started from an address close their first subflow. */
    void closeInitialSubflows(String address) throws IOException {
        try (PathManager pathManager = netns.call(PathManager::open)) {
            pathManager.deleteInitial(InetAddress.getByName(address));
        }
    }

    /** Adds a cable on which nobody answers, and returns an address behind it: connecting takes until it fails. */
    InetSocketAddress nobody() throws IOException {
        try (Rtnetlink rtnetlink = netns.call(Rtnetlink::open)) {
            rtnetlink.addVeth("near", "far", netns.fd().number());
            int near = rtnetlink.link("near").index();
            rtnetlink.putAddress(near, new Prefix(InetAddress.getByName("192.0.2.2"), 24));
            rtnetlink.setUp(near, true);
            rtnetlink.setUp(rtnetlink.link("far").index(), true);
        }
        return address("192.0.2.1", 9);
    }

    @Override
    public void close() {
        netns.close();
    }

    /** The JDK has no IPv6 where loopback had no address of it when the JVM started. */
    static void require(StandardProtocolFamily family) throws IOException {
        if (family == StandardProtocolFamily.INET6) {
            Requires.that(hasIpv6(), "needs IPv6 on the loopback of the namespace that the JVM starts in");
        }
    }

    private static boolean hasIpv6() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET6)) {
            return channel.isOpen();
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    static InetSocketAddress address(String host, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /** Looks again and again until it is so. */
    static void await(String what, Callable<Boolean> state) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!state.call()) {
            if (System.nanoTime() > deadline) {
                fail("after " + PATIENCE_SECONDS + " s still not so: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
