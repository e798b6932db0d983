package mptcp4j.diag;

/**
 * A set of {@link SubflowFlag}, which keeps bits that this version does not know: a newer kernel may report them.
 * Immutable.
 *
 * @param bits the kernel's flags
 */
public record SubflowFlags(int bits) {
    /** Returns the set of these. */
    public static SubflowFlags of(SubflowFlag... flags) {
        int bits = 0;
        for (SubflowFlag flag : flags) {
            bits |= flag.bit();
        }
        return new SubflowFlags(bits);
    }

    /** Returns whether a flag is in it. */
    public boolean contains(SubflowFlag flag) {
        return (bits & flag.bit()) != 0;
    }

    /** Returns whether either end asks to use the subflow as a backup: then data goes there only where no other works. */
    public boolean backup() {
        return contains(SubflowFlag.BKUP_REM) || contains(SubflowFlag.BKUP_LOC);
    }

    /** Returns the bits without a {@link SubflowFlag}; zero where there are none. */
    public int unknownBits() {
        return bits & ~of(SubflowFlag.values()).bits;
    }

    /** Returns the letters of {@code ss}, such as {@code Jjec}; unknown bits follow as a number, such as {@code Jjec+0x400}. */
    public String letters() {
        var text = new StringBuilder();
        for (SubflowFlag flag : SubflowFlag.values()) {
            if (contains(flag)) {
                text.append(flag.letter());
            }
        }
        if (unknownBits() != 0) {
            text.append("+0x").append(Integer.toHexString(unknownBits()));
        }
        return text.toString();
    }
}
