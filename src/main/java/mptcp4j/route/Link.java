package mptcp4j.route;

/**
 * A link, as it was at the moment of the request. Immutable.
 *
 * @param index what the kernel calls it
 * @param name at most 15 bytes
 * @param up whether the administrator wants it up
 * @param carrier whether it can carry anything; a veth has carrier while both of its ends are up
 * @param operational whether it carries: the kernel follows the carrier a moment later, and a bridge forwards only then
 * @param master the index of the bridge that it is a port of, or 0
 * @param counters what has passed so far
 */
public record Link(
        int index, String name, boolean up, boolean carrier, boolean operational, int master, LinkCounters counters) {}
