package mptcp4j.daemon;

import java.time.Instant;
import java.util.List;

/**
 * Why a connection is as it is.
 *
 * @param connection what it is
 * @param wishes what its policy wants by now, and why, a line each
 * @param subflows what it has, a line each
 * @param decisions what was done, oldest first; the last few dozen
 */
public record Explanation(
        ConnectionSummary connection, List<String> wishes, List<String> subflows, List<Decision> decisions) {
    public Explanation {
        wishes = List.copyOf(wishes);
        subflows = List.copyOf(subflows);
        decisions = List.copyOf(decisions);
    }

    /**
     * Something that was done.
     *
     * @param at when
     * @param what and why, in one line; with the kernel's words where it refused
     */
    public record Decision(Instant at, String what) {}
}
