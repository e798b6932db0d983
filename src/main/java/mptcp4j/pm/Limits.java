package mptcp4j.pm;

/**
 * How many subflows the kernel's path manager makes for one connection of the namespace. Immutable. Kernels to 7.1 take
 * at most 8 of each, from 7.2 at most 64.
 *
 * @param subflows subflows beside the first, 2 by default (0 in 5.10)
 * @param addAddrAccepted addresses of the peer's ADD_ADDR that are used, 0 by default
 */
public record Limits(int subflows, int addAddrAccepted) {
    /** @throws IllegalArgumentException if one is negative */
    public Limits {
        if (subflows < 0 || addAddrAccepted < 0) {
            throw new IllegalArgumentException("negative limit: " + subflows + ", " + addAddrAccepted);
        }
    }
}
