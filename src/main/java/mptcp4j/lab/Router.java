package mptcp4j.lab;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Netns;
import mptcp4j.route.OperationalState;
import mptcp4j.route.Rtnetlink;

/**
 * The namespace between the hosts: one bridge per path, with a port for each end. A bridge passes frames without a look
 * at addresses, so the hosts see each other as if on one cable, and a port that leaves it swallows what comes to it.
 */
final class Router {
    private static final Duration OPERATIONAL_AFTER = Duration.ofSeconds(10);

    private final Netns namespace;
    private final Rtnetlink rtnetlink;

    private Router(Netns namespace, Rtnetlink rtnetlink) {
        this.namespace = namespace;
        this.rtnetlink = rtnetlink;
    }

    static Router create() throws IOException {
        Netns namespace = Netns.create();
        try {
            for (Sysctl parameter : Sysctl.ofRouter()) {
                parameter.set(namespace);
            }
            return new Router(namespace, namespace.call(Rtnetlink::open));
        } catch (IOException e) {
            namespace.close();
            throw e;
        }
    }

    Netns namespace() {
        return namespace;
    }

    /** What a path consists of here, by the links' indices. */
    record Ports(int bridge, int client, int server) {}

    /** Makes a path: a bridge and two veth pairs, whose other ends are in the hosts. */
    Ports connect(int path, Host client, Host server) throws IOException {
        rtnetlink.addBridge("br" + path);
        rtnetlink.addVeth(
                "rc" + path, client.newLinkName(path), client.namespace().fd().number());
        rtnetlink.addVeth(
                "rs" + path, server.newLinkName(path), server.namespace().fd().number());
        var ports = new Ports(index("br" + path), index("rc" + path), index("rs" + path));
        rtnetlink.setUp(ports.bridge, true);
        for (int port : new int[] {ports.client, ports.server}) {
            rtnetlink.setMaster(port, ports.bridge);
            rtnetlink.setUp(port, true);
        }
        return ports;
    }

    /** What a port sends is what the path carries to that end, so shaping both ports shapes both directions. */
    void shape(Ports ports, PathSpec spec) throws IOException {
        Shaping.apply(rtnetlink, ports.client, spec);
        Shaping.apply(rtnetlink, ports.server, spec);
    }

    void cut(Ports ports) throws IOException {
        rtnetlink.clearMaster(ports.server);
    }

    void join(Ports ports) throws IOException {
        rtnetlink.setMaster(ports.server, ports.bridge);
    }

    void setUp(int port, boolean up) throws IOException {
        rtnetlink.setUp(port, up);
    }

    Traffic traffic(Ports ports) throws IOException {
        return new Traffic(
                rtnetlink.counters(ports.server).txBytes(),
                rtnetlink.counters(ports.client).txBytes());
    }

    /**
     * Waits until both ports forward. The kernel follows a carrier in a task of its own (linkwatch), and until then the
     * bridge drops frames: a first SYN would be lost, and sent again only after a second.
     */
    void awaitForwarding(Ports ports) throws IOException {
        long deadline = System.nanoTime() + OPERATIONAL_AFTER.toNanos();
        while (!operational(ports.client) || !operational(ports.server)) {
            if (System.nanoTime() - deadline > 0) {
                throw new LinuxException("lab", Errno.ETIMEDOUT, "a path has no carrier in " + OPERATIONAL_AFTER);
            }
            pause();
        }
    }

    void close() {
        rtnetlink.close();
        namespace.close();
    }

    private int index(String link) throws IOException {
        return rtnetlink.link(link).index();
    }

    private boolean operational(int port) throws IOException {
        return rtnetlink.link(port).state() == OperationalState.UP;
    }

    private static void pause() throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a path came up");
        }
    }
}
