package mptcp4j.daemon.config;

import java.util.Optional;
import mptcp4j.route.Link;

/** Says which interfaces subflows may go from, and how. Pure: the same link, the same answer. */
@FunctionalInterface
public interface InterfaceRules {
    /** Returns how to use a link; empty if not at all. Loopback, and what carries no packets, is not asked about. */
    Optional<InterfaceUse> of(Link link);
}
