package mptcp4j.route;

import java.util.Map;

/**
 * What a rule does with what it matches: {@code FR_ACT_*} of {@code include/uapi/linux/fib_rules.h}. Immutable.
 *
 * @param number the kernel's, from 0 to 255
 */
public record RuleAction(int number) {
    /** Looks into a table; the next rule decides where that has no route. */
    public static final RuleAction LOOKUP = new RuleAction(1);
    /** Goes on at another rule. */
    public static final RuleAction GOTO = new RuleAction(2);
    /** Nothing: the next rule decides. */
    public static final RuleAction NOP = new RuleAction(3);

    public static final RuleAction BLACKHOLE = new RuleAction(6);
    public static final RuleAction UNREACHABLE = new RuleAction(7);
    public static final RuleAction PROHIBIT = new RuleAction(8);

    private static final Map<RuleAction, String> NAMES = Map.of(
            LOOKUP, "lookup",
            GOTO, "goto",
            NOP, "nop",
            BLACKHOLE, "blackhole",
            UNREACHABLE, "unreachable",
            PROHIBIT, "prohibit");

    /** Returns the word of {@code ip}, or the number where it has none. */
    @Override
    public String toString() {
        return NAMES.getOrDefault(this, Integer.toString(number));
    }
}
