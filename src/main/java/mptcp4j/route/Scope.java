package mptcp4j.route;

import java.util.Map;

/**
 * How far an address or the destination of a route reaches: {@code RT_SCOPE_*} of {@code include/uapi/linux/rtnetlink.h}.
 * Immutable; numbers between those here are the administrator's own.
 *
 * @param number from 0, everywhere, to 255, nowhere
 */
public record Scope(int number) {
    public static final Scope UNIVERSE = new Scope(0);
    public static final Scope SITE = new Scope(200);
    public static final Scope LINK = new Scope(253);
    public static final Scope HOST = new Scope(254);
    public static final Scope NOWHERE = new Scope(255);

    private static final Map<Scope, String> NAMES =
            Map.of(UNIVERSE, "global", SITE, "site", LINK, "link", HOST, "host", NOWHERE, "nowhere");

    /** Returns the word of {@code ip}, or the number where it has none. */
    @Override
    public String toString() {
        return NAMES.getOrDefault(this, Integer.toString(number));
    }
}
