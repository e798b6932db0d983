package mptcp4j.daemon.paths;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mptcp4j.daemon.config.Damping;
import mptcp4j.daemon.config.InterfaceRules;
import mptcp4j.route.Address;
import mptcp4j.route.Link;
import mptcp4j.route.NetworkState;

/**
 * What becomes of states of the network one after the other: paths, what was lost, and what has to wait as it comes and goes. It
 * looks at no clock, and does nothing by itself. Times are those of {@link System#nanoTime}. Not thread-safe.
 */
final class PathTracker {
    private static final int MOST_LOSSES = 512;

    private final Damping damping;
    private InterfaceRules rules;
    private NetworkState network = PathState.NOTHING.network();
    private Set<Place> working = Set.of();
    private final Map<Place, Flaps> flaps = new HashMap<>();
    private final Map<InetAddress, Lost> lost = new LinkedHashMap<>();

    PathTracker(InterfaceRules rules, Damping damping) {
        this.rules = rules;
        this.damping = damping;
    }

    /** From now on these rules hold. */
    PathState with(InterfaceRules newRules, long now) {
        rules = newRules;
        return at(now);
    }

    /** The network is so from now on. */
    PathState with(NetworkState newNetwork, long now) {
        Set<Place> works = working(newNetwork);
        for (Place place : working) {
            if (!works.contains(place)) {
                lose(place, now);
            }
        }
        for (Place place : works) {
            Flaps before = flaps.get(place);
            if (before != null && !working.contains(place)) {
                before.back(now);
            }
        }
        working = works;
        network = newNetwork;
        flaps.values().removeIf(each -> each.calm(now));
        return at(now);
    }

    /** Returns what holds now. */
    PathState at(long now) {
        Set<InetAddress> held = new HashSet<>();
        for (Place place : working) {
            if (left(place, now) > 0) {
                held.add(place.address);
            }
        }
        for (Place place : working) {
            if (left(place, now) <= 0) {
                lost.remove(place.address);
            }
        }
        var paths = PathSelection.select(network, rules, (address, link) -> left(new Place(address, link), now) <= 0);
        return new PathState(paths, losses(held), PathSelection.leftOut(network, rules), network);
    }

    /** Returns how long it is until {@link #at} is another thing though nothing happens; empty if for ever. */
    Optional<Duration> due(long now) {
        return working.stream()
                .map(place -> left(place, now))
                .filter(left -> left > 0)
                .min(Comparator.naturalOrder())
                .map(Duration::ofNanos);
    }

    private long left(Place place, long now) {
        Flaps its = flaps.get(place);
        return its == null ? 0 : its.left(now);
    }

    private void lose(Place place, long now) {
        flaps.computeIfAbsent(place, its -> new Flaps(damping)).lost(now);
        String name = network.link(place.link).map(Link::name).orElse("");
        lost.putIfAbsent(place.address, new Lost(place.link, name, now));
        if (lost.size() > MOST_LOSSES) {
            Iterator<InetAddress> oldest = lost.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private Map<InetAddress, Loss> losses(Set<InetAddress> held) {
        Map<InetAddress, Loss> losses = new HashMap<>();
        lost.forEach((address, its) -> {
            Loss.Reason reason = held.contains(address) ? Loss.Reason.FLAPPING : reason(its.link);
            losses.put(address, new Loss(address, its.link, its.interfaceName, reason, its.since));
        });
        return losses;
    }

    private Loss.Reason reason(int index) {
        Optional<Link> link = network.link(index);
        if (link.isEmpty()) {
            return Loss.Reason.LINK_GONE;
        }
        return PathSelection.works(link.get()) ? Loss.Reason.ADDRESS_GONE : Loss.Reason.LINK_DOWN;
    }

    private static Set<Place> working(NetworkState network) {
        Set<Integer> links = new HashSet<>();
        network.links().stream().filter(PathSelection::works).map(Link::index).forEach(links::add);
        Set<Place> places = new HashSet<>();
        for (Address address : network.addresses()) {
            if (links.contains(address.link()) && PathSelection.works(address)) {
                places.add(new Place(address.address(), address.link()));
            }
        }
        return places;
    }

    private record Place(InetAddress address, int link) {}

    private record Lost(int link, String interfaceName, long since) {}
}
