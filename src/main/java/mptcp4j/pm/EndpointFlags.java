package mptcp4j.pm;

import java.util.StringJoiner;

/**
 * A set of {@link EndpointFlag}, which keeps bits that this version does not know: a newer kernel may report them.
 * Immutable.
 *
 * @param bits the kernel's flags
 */
public record EndpointFlags(int bits) {
    /** Returns the set of these. */
    public static EndpointFlags of(EndpointFlag... flags) {
        int bits = 0;
        for (EndpointFlag flag : flags) {
            bits |= flag.bit();
        }
        return new EndpointFlags(bits);
    }

    /** Returns whether a flag is in it. */
    public boolean contains(EndpointFlag flag) {
        return (bits & flag.bit()) != 0;
    }

    /** Returns this set and one more flag. */
    public EndpointFlags with(EndpointFlag flag) {
        return new EndpointFlags(bits | flag.bit());
    }

    /** Returns this set without one flag. */
    public EndpointFlags without(EndpointFlag flag) {
        return new EndpointFlags(bits & ~flag.bit());
    }

    /** Returns the bits without an {@link EndpointFlag}; zero where there are none. */
    public int unknownBits() {
        return bits & ~of(EndpointFlag.values()).bits;
    }

    /** Returns such as {@code [SUBFLOW, BACKUP, 0x40]}. */
    @Override
    public String toString() {
        var text = new StringJoiner(", ", "[", "]");
        for (EndpointFlag flag : EndpointFlag.values()) {
            if (contains(flag)) {
                text.add(flag.name());
            }
        }
        if (unknownBits() != 0) {
            text.add("0x" + Integer.toHexString(unknownBits()));
        }
        return text.toString();
    }
}
