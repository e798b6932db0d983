package mptcp4j.daemon;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.daemon.paths.PathState;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.linux.IpAddress;
import mptcp4j.route.Address;
import mptcp4j.route.Link;

/**
 * What this host has by now. Immutable.
 *
 * @param paths what subflows may go from, the best first
 * @param lost addresses that worked and do not any more
 * @param leftOut addresses of interfaces that the rules do not want
 * @param links the link of each address that is there
 * @param names of links
 */
record Surroundings(
        List<LocalPath> paths,
        Set<InetAddress> lost,
        Set<InetAddress> leftOut,
        Map<InetAddress, Integer> links,
        Map<Integer, String> names) {
    Surroundings {
        paths = List.copyOf(paths);
        lost = Set.copyOf(lost);
        leftOut = Set.copyOf(leftOut);
        links = Map.copyOf(links);
        names = Map.copyOf(names);
    }

    static Surroundings of(PathState state) {
        Map<InetAddress, Integer> links = new HashMap<>();
        for (Address address : state.network().addresses()) {
            links.put(IpAddress.plain(address.address()), address.link());
        }
        Map<Integer, String> names = new HashMap<>();
        for (Link link : state.network().links()) {
            names.put(link.index(), link.name());
        }
        Set<InetAddress> leftOut =
                state.leftOut().stream().map(IpAddress::plain).collect(Collectors.toSet());
        return new Surroundings(state.paths(), lost(state), leftOut, links, names);
    }

    /** What is down since before the daemon began is lost, too. */
    private static Set<InetAddress> lost(PathState state) {
        Set<InetAddress> lost = new HashSet<>(state.dead());
        for (Address address : state.network().addresses()) {
            if (state.network()
                    .link(address.link())
                    .filter(link -> !link.loopback() && !link.operational())
                    .isPresent()) {
                lost.add(IpAddress.plain(address.address()));
            }
        }
        return lost;
    }

    /**
     * Returns whether what begins there must stay there; empty while no link has the address, which may be that of a tunnel. One that is
     * not used as it is deprecated, or comes and goes, does not count.
     */
    Optional<Boolean> confines(InetAddress address) {
        boolean leaves = !address.isLoopbackAddress() && !leftOut.contains(address);
        return leaves && !links.containsKey(address) ? Optional.empty() : Optional.of(!leaves);
    }

    /** Returns the link that has an address, 0 if none has. */
    int linkOf(InetAddress address) {
        return links.getOrDefault(address, 0);
    }

    /** Returns the name of the link that has an address, empty if none has. */
    String nameOf(InetAddress address) {
        return names.getOrDefault(linkOf(address), "");
    }

    /** Returns whether something can go from there still. One that is bound to a link is lost with that, though its address moves. */
    boolean has(KnownSubflow subflow) {
        int link = linkOf(subflow.from());
        boolean moved = subflow.link() != 0 && link != 0 && subflow.link() != link;
        return !moved && !lost.contains(subflow.from());
    }
}
