package mptcp4j.daemon.paths;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/**
 * A client with two routers, each of which drops packets from the addresses that it has not given out, as those of access networks do:
 *
 * <pre>
 *            ┌─ c1 10.1.0.1 ── 10.1.0.254 router ── 10.11.0.1 ─┐
 *   client ──┤                                                 ├── server 10.99.0.1
 *            └─ c2 10.2.0.1 ── 10.2.0.254 router ── 10.12.0.1 ─┘
 * </pre>
 *
 * The main table of the client prefers the first.
 */
final class TwoRouters implements Closeable {
    static final InetAddress SERVER = Networks.ip("10.99.0.1");
    static final InetAddress FIRST = Networks.ip("10.1.0.1");
    static final InetAddress SECOND = Networks.ip("10.2.0.1");

    final Namespace client = new Namespace();
    final Namespace server = new Namespace();
    private final List<Namespace> routers = List.of(new Namespace(), new Namespace());

    TwoRouters() throws IOException {
        server.ip("address add 10.99.0.1/32 dev lo");
        for (int i = 1; i <= 2; i++) {
            Namespace router = routers.get(i - 1);
            router.sysctl("net.ipv4.ip_forward", "1");
            router.sysctl("net.ipv4.conf.all.rp_filter", "1");
            client.connect("c" + i, "10." + i + ".0.1/24", router, "r" + i, "10." + i + ".0.254/24");
            server.connect("s" + i, "10.1" + i + ".0.1/24", router, "t" + i, "10.1" + i + ".0.254/24");
            router.ip("route add 10.99.0.1 via 10.1" + i + ".0.1");
            server.ip("route add 10." + i + ".0.0/24 via 10.1" + i + ".0.254");
            server.sysctl("net.ipv4.conf.s" + i + ".rp_filter", "0");
            client.ip("route add default via 10." + i + ".0.254 dev c" + i + " metric " + 100 * i);
        }
    }

    /** Silently drops all that goes over a router from now on. */
    void drop(int router) throws IOException {
        routers.get(router - 1).sysctl("net.ipv4.ip_forward", "0");
    }

    @Override
    public void close() {
        client.close();
        server.close();
        routers.forEach(Namespace::close);
    }
}
