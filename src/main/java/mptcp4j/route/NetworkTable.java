package mptcp4j.route;

/** One of the kernel's tables that make a {@link NetworkState}. */
public enum NetworkTable {
    LINKS,
    ADDRESSES,
    /** Of all tables of routes. */
    ROUTES,
    RULES
}
