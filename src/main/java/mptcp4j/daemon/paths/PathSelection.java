package mptcp4j.daemon.paths;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import mptcp4j.daemon.config.InterfaceRules;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.route.Address;
import mptcp4j.route.AddressFlag;
import mptcp4j.route.Link;
import mptcp4j.route.NetworkState;
import mptcp4j.route.Scope;

/** Which addresses of this host subflows may go from. Pure. */
public final class PathSelection {
    private static final Comparator<InetAddress> BY_ADDRESS = Comparator.<InetAddress>comparingInt(
                    address -> address instanceof Inet4Address ? 0 : 1)
            .thenComparing(InetAddress::getAddress, Arrays::compareUnsigned);

    private static final Comparator<LocalPath> BEST_FIRST = Comparator.comparingInt(LocalPath::cost)
            .thenComparingInt(path -> -path.weight())
            .thenComparingInt(LocalPath::link)
            .thenComparing(LocalPath::address, BY_ADDRESS);

    private PathSelection() {}

    /**
     * Returns the paths, the best first: by cost, weight, link and address. An address is left out if
     *
     * <ul>
     *   <li>its link carries no packets, is loopback, or is not wanted by the rules
     *   <li>it does not reach beyond its link: link-local, loopback, multicast
     *   <li>it is tentative and not optimistic, or another host has it (dadfailed)
     *   <li>it is deprecated: what exists may go on, nothing new should begin with it
     *   <li>it is a temporary one of IPv6, and its link has another: it would be gone within a day
     * </ul>
     *
     * An address that two links have is one path, from the better one.
     */
    public static List<LocalPath> select(NetworkState network, InterfaceRules rules) {
        return select(network, rules, (address, link) -> true);
    }

    /** @param allowed has the last word */
    static List<LocalPath> select(NetworkState network, InterfaceRules rules, Allowed allowed) {
        Map<Integer, Function<InetAddress, LocalPath>> links = links(network, rules);
        Map<Integer, Boolean> lasting = lasting(network);
        Map<InetAddress, LocalPath> best = new LinkedHashMap<>();
        for (Address address : network.addresses()) {
            Function<InetAddress, LocalPath> path = links.get(address.link());
            boolean fresh = !address.temporary() || !lasting.containsKey(address.link());
            if (path != null && fresh && begins(address) && allowed.test(address.address(), address.link())) {
                best.merge(address.address(), path.apply(address.address()), PathSelection::better);
            }
        }
        return best.values().stream().sorted(BEST_FIRST).toList();
    }

    /** Returns the addresses that no interface has which the rules want. Those of loopback are among them. */
    static Set<InetAddress> leftOut(NetworkState network, InterfaceRules rules) {
        Set<Integer> wanted = network.links().stream()
                .filter(link -> !link.loopback() && rules.of(link).isPresent())
                .map(Link::index)
                .collect(Collectors.toSet());
        Set<InetAddress> leftOut = new HashSet<>();
        network.addresses().forEach(address -> leftOut.add(address.address()));
        network.addresses().stream()
                .filter(address -> wanted.contains(address.link()))
                .forEach(address -> leftOut.remove(address.address()));
        return leftOut;
    }

    /** Returns whether what is there can use the address: it reaches beyond its link, and nobody else has it. */
    static boolean works(Address address) {
        return address.usable() && address.scope().number() < Scope.LINK.number() && reaches(address.address());
    }

    /** Returns whether packets leave through the link. */
    static boolean works(Link link) {
        return link.operational() && !link.loopback();
    }

    private static boolean begins(Address address) {
        return works(address) && !address.flags().contains(AddressFlag.DEPRECATED);
    }

    private static boolean reaches(InetAddress address) {
        return !address.isLinkLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress();
    }

    private static Map<Integer, Function<InetAddress, LocalPath>> links(NetworkState network, InterfaceRules rules) {
        Map<Integer, Function<InetAddress, LocalPath>> links = new HashMap<>();
        network.links().stream()
                .filter(PathSelection::works)
                .forEach(link -> rules.of(link)
                        .ifPresent(use -> links.put(
                                link.index(),
                                address -> new LocalPath(
                                        address,
                                        link.index(),
                                        link.name(),
                                        use.cost(),
                                        use.backup(),
                                        use.metered(),
                                        use.weight()))));
        return links;
    }

    /** The links that have an IPv6 address for something new that is not temporary. */
    private static Map<Integer, Boolean> lasting(NetworkState network) {
        Map<Integer, Boolean> links = new HashMap<>();
        network.addresses().stream()
                .filter(address ->
                        !(address.address() instanceof Inet4Address) && !address.temporary() && begins(address))
                .forEach(address -> links.put(address.link(), true));
        return links;
    }

    private static LocalPath better(LocalPath one, LocalPath other) {
        return BEST_FIRST.compare(one, other) <= 0 ? one : other;
    }

    /** Whether an address of a link may be used. */
    @FunctionalInterface
    interface Allowed {
        boolean test(InetAddress address, int link);
    }
}
