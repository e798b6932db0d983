package mptcp4j.cli.doctor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.cli.doctor.Facts.Departure;
import mptcp4j.linux.IpAddress;
import mptcp4j.route.Link;
import mptcp4j.route.NetworkState;
import mptcp4j.route.NextHop;

/**
 * Whether packets from each address leave through the link that has the address. Where they do not, a router on their way drops
 * them, as their source is not of its network. A rule per address and a table per link mend it.
 */
final class RoutingCheck implements Check {
    private static final String SUBJECT = "routing";
    /** Above it, tables are nobody's; each link gets its own. */
    private static final int FIRST_TABLE = 1000;

    @Override
    public List<Finding> of(Facts facts) {
        List<Finding> all = new ArrayList<>();
        for (Departure departure : facts.departures()) {
            if (hasDefault(facts.network(), Candidates.isV4(departure.address()))) {
                all.add(of(departure, facts.network()));
            }
        }
        return all;
    }

    /** Without a default route, nothing far away is reached, from any address. */
    private static boolean hasDefault(NetworkState network, boolean v4) {
        return network.routes().stream().anyMatch(route -> Candidates.isDefault(route, v4));
    }

    private static Finding of(Departure departure, NetworkState network) {
        String from = "from " + IpAddress.text(departure.address());
        String own = name(network, departure.link());
        Optional<Integer> through = departure.through();
        if (through.isEmpty()) {
            return Finding.problem(SUBJECT, from + ": no route, should leave through " + own)
                    .mendedBy(mend(departure, network));
        }
        return through.get() == departure.link()
                ? Finding.ok(SUBJECT, from + ": leaves through " + own)
                : Finding.problem(SUBJECT, from + ": leaves through " + name(network, through.get()) + ", not " + own)
                        .mendedBy(mend(departure, network));
    }

    /** Two addresses of one link share its table, and both commands its route. */
    private static String mend(Departure departure, NetworkState network) {
        boolean v4 = Candidates.isV4(departure.address());
        String ip = v4 ? "ip " : "ip -6 ";
        int table = freeTable(network, FIRST_TABLE + departure.link());
        return ip + "rule add from " + IpAddress.text(departure.address()) + " lookup " + table
                + " && " + ip + "route replace default " + gateway(network, departure.link(), v4) + "dev "
                + Shell.quoted(name(network, departure.link())) + " table " + table;
    }

    private static int freeTable(NetworkState network, int first) {
        int table = first;
        while (isUsed(network, table)) {
            table++;
        }
        return table;
    }

    private static boolean isUsed(NetworkState network, int table) {
        return network.routes().stream().anyMatch(route -> route.table() == table)
                || network.rules().stream().anyMatch(rule -> rule.table() == table);
    }

    /** Another default route over this link knows it; a link with one at the other end needs none; else only the user does. */
    private static String gateway(NetworkState network, int link, boolean v4) {
        Optional<InetAddress> known = network.routes().stream()
                .filter(route -> Candidates.isDefault(route, v4))
                .flatMap(route -> route.nextHops().stream())
                .filter(hop -> hop.link() == link)
                .map(NextHop::gateway)
                .flatMap(Optional::stream)
                .findFirst();
        boolean pointToPoint = network.link(link).filter(Link::pointToPoint).isPresent();
        return known.map(gateway -> "via " + IpAddress.text(gateway) + " ").orElse(pointToPoint ? "" : "via GATEWAY ");
    }

    private static String name(NetworkState network, int link) {
        return network.link(link).map(Link::name).orElse("if" + link);
    }
}
