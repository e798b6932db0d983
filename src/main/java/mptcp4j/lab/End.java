package mptcp4j.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import mptcp4j.route.GatewayRoute;
import mptcp4j.route.Prefix;
import mptcp4j.route.Rtnetlink;
import mptcp4j.route.SourceRule;
import org.jspecify.annotations.Nullable;

/**
 * One end of a path: a link of a host with its addresses and, for the client, a routing table of its own.
 *
 * @param rtnetlink of the host's namespace
 * @param link the index of the link there
 * @param name the name of the link there
 * @param ways an address here and the one at the other end, for each family
 * @param table the routing table for what comes from here, or 0 for none
 * @param congestionControl of what the routes of that table carry, or null for the default
 */
record End(
        Rtnetlink rtnetlink,
        int link,
        String name,
        List<Way> ways,
        int table,
        @Nullable String congestionControl) {
    static final int NO_TABLE = 0;

    record Way(Prefix here, InetAddress there) {}

    List<InetAddress> addresses() {
        return ways.stream().map(way -> way.here.address()).toList();
    }

    /** Makes packets from here leave through this link. A rule outlives the link's going down, so once is enough. */
    void addRules() throws IOException {
        for (Way way : table == NO_TABLE ? List.<Way>of() : ways) {
            rtnetlink.addRule(new SourceRule(Prefix.host(way.here.address()), table));
        }
    }

    /** Puts link, addresses and routes into the state that they shall have, whatever they lack of it. */
    void configure() throws IOException {
        rtnetlink.setUp(link, true);
        for (Way way : ways) {
            rtnetlink.putAddress(link, way.here);
            if (table != NO_TABLE) {
                rtnetlink.putRoute(new GatewayRoute(Prefix.any(way.there), way.there, link, table, congestionControl));
            }
        }
    }

    /** Sends segments one by one, so that netem does not delay or lose 64 kB of them as one packet. */
    void sendSingleSegments() throws IOException {
        rtnetlink.setGsoMaxSegments(link, 1);
    }

    void down() throws IOException {
        rtnetlink.setUp(link, false);
    }

    void removeAddresses() throws IOException {
        for (Way way : ways) {
            rtnetlink.removeAddress(link, way.here);
        }
    }
}
