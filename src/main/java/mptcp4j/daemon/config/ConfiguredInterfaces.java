package mptcp4j.daemon.config;

import java.util.List;
import java.util.Optional;
import mptcp4j.route.Link;

/**
 * The rules of the configuration: the first one that an interface meets says how it is used. One that meets none is used if it
 * is a {@link InterfaceKind#DEVICE}.
 *
 * @param rules in order
 */
public record ConfiguredInterfaces(List<InterfaceRule> rules) implements InterfaceRules {
    public ConfiguredInterfaces {
        rules = List.copyOf(rules);
    }

    @Override
    public Optional<InterfaceUse> of(Link link) {
        InterfaceKind kind = InterfaceKind.of(link);
        for (InterfaceRule rule : rules) {
            if (rule.matches(link, kind)) {
                return rule.uses(kind) ? Optional.of(rule.how()) : Optional.empty();
            }
        }
        return kind == InterfaceKind.DEVICE ? Optional.of(InterfaceUse.PLAIN) : Optional.empty();
    }
}
