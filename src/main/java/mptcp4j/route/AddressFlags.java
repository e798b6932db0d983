package mptcp4j.route;

import java.util.StringJoiner;

/**
 * A set of {@link AddressFlag}, which keeps bits that this version does not know: a newer kernel may report them.
 * Immutable.
 *
 * @param bits the kernel's flags
 */
public record AddressFlags(int bits) {
    /** Returns the set of these. */
    public static AddressFlags of(AddressFlag... flags) {
        int bits = 0;
        for (AddressFlag flag : flags) {
            bits |= flag.bit();
        }
        return new AddressFlags(bits);
    }

    /** Returns whether a flag is in it. */
    public boolean contains(AddressFlag flag) {
        return (bits & flag.bit()) != 0;
    }

    /** Returns the bits without an {@link AddressFlag}; zero where there are none. */
    public int unknownBits() {
        return bits & ~of(AddressFlag.values()).bits;
    }

    /** Returns such as {@code [TENTATIVE, PERMANENT, 0x1000]}. */
    @Override
    public String toString() {
        var text = new StringJoiner(", ", "[", "]");
        for (AddressFlag flag : AddressFlag.values()) {
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
