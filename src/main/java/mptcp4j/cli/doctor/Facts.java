package mptcp4j.cli.doctor;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.Limits;
import mptcp4j.route.NetworkState;
import mptcp4j.socket.MptcpSupport;

/**
 * What is to be known of a network namespace and of this process, at one moment. Immutable.
 *
 * @param support what the kernel, the process and the JDK can do
 * @param sysctls of {@code net.mptcp}, without that prefix; empty where the kernel has no MPTCP
 * @param limits of the kernel's path manager; empty where it has none
 * @param endpoints of the kernel's path manager
 * @param network links, addresses, routes, rules
 * @param strictLinks the names of the links that take a packet only if the answer to it would leave through them
 *     ({@code rp_filter} 1); empty where nobody tells
 * @param departures for each address that could be one end of a path, how packets from it leave
 * @param counters of MPTCP
 * @param managers programs that change endpoints
 */
public record Facts(
        MptcpSupport support,
        Map<String, String> sysctls,
        Optional<Limits> limits,
        List<Endpoint> endpoints,
        NetworkState network,
        Optional<List<String>> strictLinks,
        List<Departure> departures,
        Map<String, Long> counters,
        List<Program> managers) {
    public Facts {
        sysctls = Map.copyOf(sysctls);
        endpoints = List.copyOf(endpoints);
        strictLinks = strictLinks.map(List::copyOf);
        departures = List.copyOf(departures);
        counters = Map.copyOf(counters);
        managers = List.copyOf(managers);
    }

    /**
     * How packets from an address leave for a host far away. Immutable.
     *
     * @param address one of this host
     * @param link the index of the link that has the address
     * @param through the index of the link that they leave through; empty if the kernel has no route for them
     */
    public record Departure(InetAddress address, int link, Optional<Integer> through) {}

    /** A running program. Immutable. */
    public record Program(String name, long pid) {}
}
