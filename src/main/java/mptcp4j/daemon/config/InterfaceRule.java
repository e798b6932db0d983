package mptcp4j.daemon.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import mptcp4j.route.Link;

/**
 * How to use the interfaces that meet all of its conditions.
 *
 * @param names any of which the name has to be like; none allows every name
 * @param kinds any of which it has to be; none allows every kind
 * @param drivers any of which has to be {@link Link#kind}; none allows every driver
 * @param use whether to use it; empty for what it would be without a rule: only a {@link InterfaceKind#DEVICE} is used
 * @param how to use it, if so
 */
public record InterfaceRule(
        List<Glob> names, Set<InterfaceKind> kinds, Set<String> drivers, Optional<Boolean> use, InterfaceUse how) {
    public InterfaceRule {
        names = List.copyOf(names);
        kinds = Set.copyOf(kinds);
        drivers = Set.copyOf(drivers);
    }

    boolean matches(Link link, InterfaceKind kind) {
        return (names.isEmpty() || names.stream().anyMatch(name -> name.matches(link.name())))
                && (kinds.isEmpty() || kinds.contains(kind))
                && (drivers.isEmpty() || drivers.contains(link.kind()));
    }

    /** Whether no other rule after this one has a chance. */
    boolean matchesAll() {
        return (names.isEmpty() || names.stream().anyMatch(name -> name.text().equals("*")))
                && kinds.isEmpty()
                && drivers.isEmpty();
    }

    /** A rule that names what it is about means to use it; one for all interfaces does not mean the bridges, too. */
    boolean uses(InterfaceKind kind) {
        boolean named = !kinds.isEmpty() || !drivers.isEmpty() || names.stream().anyMatch(Glob::names);
        return use.orElse(named || kind == InterfaceKind.DEVICE);
    }
}
