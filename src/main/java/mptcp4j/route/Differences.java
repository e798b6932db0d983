package mptcp4j.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What changed between two states, in an order in which each event finds what it stands on: first what is gone, routes
 * before addresses before links, then what came, links before addresses before routes.
 */
final class Differences {
    private Differences() {}

    static List<RouteEvent> between(NetworkState before, NetworkState now) {
        List<RouteEvent> events = new ArrayList<>();
        gone(before.rules(), now.rules(), RouteEvent.RuleRemoved::new, events);
        gone(before.routes(), now.routes(), RouteEvent.RouteRemoved::new, events);
        Map<Object, Address> addresses = byKey(before.addresses(), Differences::key);
        Map<Object, Address> newAddresses = byKey(now.addresses(), Differences::key);
        goneKeys(addresses, newAddresses, RouteEvent.AddressRemoved::new, events);
        Map<Object, Link> links = byKey(before.links(), Link::index);
        Map<Object, Link> newLinks = byKey(now.links(), Link::index);
        goneKeys(links, newLinks, RouteEvent.LinkRemoved::new, events);
        changed(links, newLinks, Function.identity(), RouteEvent.LinkChanged::new, events);
        changed(addresses, newAddresses, Address::withoutLifetimes, RouteEvent.AddressChanged::new, events);
        gone(now.routes(), before.routes(), RouteEvent.RouteAdded::new, events);
        gone(now.rules(), before.rules(), RouteEvent.RuleAdded::new, events);
        return events;
    }

    /** A link has an address once; but IPv4 has it once for each prefix and peer. */
    private static Object key(Address address) {
        return List.of(address.link(), address.address(), address.prefixLength(), address.peer());
    }

    private static <T> Map<Object, T> byKey(List<T> all, Function<T, Object> key) {
        Map<Object, T> map = new LinkedHashMap<>();
        all.forEach(one -> map.put(key.apply(one), one));
        return map;
    }

    /** Each as often as it is missing: what the records do not show may tell two of the kernel's entries apart. */
    private static <T> void gone(List<T> before, List<T> now, Function<T, RouteEvent> event, List<RouteEvent> events) {
        Map<T, Integer> left = new HashMap<>();
        now.forEach(one -> left.merge(one, 1, Integer::sum));
        before.stream()
                .filter(one -> left.merge(one, -1, Integer::sum) < 0)
                .map(event)
                .forEach(events::add);
    }

    private static <T> void goneKeys(
            Map<Object, T> before, Map<Object, T> now, Function<T, RouteEvent> event, List<RouteEvent> events) {
        before.forEach((key, one) -> {
            if (!now.containsKey(key)) {
                events.add(event.apply(one));
            }
        });
    }

    private static <T> void changed(
            Map<Object, T> before,
            Map<Object, T> now,
            Function<T, T> essence,
            BiFunction<T, T, RouteEvent> event,
            List<RouteEvent> events) {
        now.forEach((key, one) -> {
            T old = before.get(key);
            if (old == null || !essence.apply(old).equals(essence.apply(one))) {
                events.add(event.apply(old, one));
            }
        });
    }
}
