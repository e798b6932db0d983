package mptcp4j.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code [[interface]]}. */
final class InterfaceReader {
    private static final Map<String, InterfaceKind> KINDS = Map.of(
            "device", InterfaceKind.DEVICE,
            "bridge", InterfaceKind.BRIDGE,
            "container", InterfaceKind.CONTAINER,
            "virtual-machine", InterfaceKind.VIRTUAL_MACHINE,
            "tunnel", InterfaceKind.TUNNEL);
    private static final String DRIVER = "[a-z0-9_-]{1,15}";
    private static final int MOST = 1000;

    private InterfaceReader() {}

    static List<InterfaceRule> all(Section root) {
        List<InterfaceRule> rules = new ArrayList<>();
        for (Section section : root.sections("interface")) {
            if (rules.stream().anyMatch(InterfaceRule::matchesAll)) {
                section.wrong("no interface comes to this table, as every interface meets an earlier one");
            }
            rules.add(read(section));
        }
        return rules;
    }

    private static InterfaceRule read(Section section) {
        List<Glob> names = section.globs("name");
        Set<InterfaceKind> kinds = Set.copyOf(section.words("kind", KINDS));
        List<String> drivers = section.values(
                "driver",
                "the kernel's word, such as \"veth\"",
                value -> Section.text(value).filter(text -> text.matches(DRIVER)));
        Optional<Boolean> use = section.flag("use");
        var how = new InterfaceUse(
                section.number("cost", InterfaceUse.PLAIN.cost(), 0, MOST),
                section.flag("backup", InterfaceUse.PLAIN.backup()),
                section.flag("metered", InterfaceUse.PLAIN.metered()),
                section.number("weight", InterfaceUse.PLAIN.weight(), 1, MOST));
        section.end();
        return new InterfaceRule(names, kinds, Set.copyOf(drivers), use, how);
    }
}
