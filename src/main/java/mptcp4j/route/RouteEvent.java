package mptcp4j.route;

import org.jspecify.annotations.Nullable;

/** What a {@link RouteWatch} tells: one difference between what was and what is, or that the kernel's messages were lost. */
public sealed interface RouteEvent {
    /** A link came ({@code before} is null) or something about it changed: its name, carrier, state, master. */
    record LinkChanged(@Nullable Link before, Link now) implements RouteEvent {}

    /** A link is gone: removed, or moved to another namespace. */
    record LinkRemoved(Link last) implements RouteEvent {}

    /**
     * An address came ({@code before} is null) or something about it changed, such as from tentative to permanent. That
     * its lifetimes were renewed is not told.
     */
    record AddressChanged(@Nullable Address before, Address now) implements RouteEvent {}

    /** An address is gone. */
    record AddressRemoved(Address last) implements RouteEvent {}

    /** A route came. One that changed is removed and added. */
    record RouteAdded(Route route) implements RouteEvent {}

    /** A route is gone. */
    record RouteRemoved(Route route) implements RouteEvent {}

    /** A rule came. */
    record RuleAdded(Rule rule) implements RouteEvent {}

    /** A rule is gone. */
    record RuleRemoved(Rule rule) implements RouteEvent {}

    /**
     * The kernel dropped messages, as they came faster than they were read. Nothing is lost but what was undone meanwhile:
     * the differences follow. For a count, or a line in a log.
     */
    record Overflow() implements RouteEvent {}
}
