package mptcp4j.daemon.policy;

import java.util.List;

/**
 * What a connection should have.
 *
 * @param subflows one for each that should be; the same one twice is two between the same addresses. Those that are there already are matched by
 *     the local address and the peer's address and port, the initial one too
 * @param others what becomes of subflows that no wish is for
 * @param replacements of those there, which count as not there for the wishes
 * @param announcements what the peer should know; what was announced and is not here is withdrawn
 */
public record Plan(
        List<Wish> subflows, Others others, List<Replacement> replacements, List<Announcement> announcements) {
    public Plan {
        subflows = List.copyOf(subflows);
        replacements = List.copyOf(replacements);
        announcements = List.copyOf(announcements);
    }

    /** Returns a plan that leaves everything as it is. */
    public static Plan leaveAsIs() {
        return new Plan(List.of(), Others.KEEP, List.of(), List.of());
    }

    /** Returns a plan with nothing to replace and nothing to announce. */
    public static Plan of(List<Wish> subflows, Others others) {
        return new Plan(subflows, others, List.of(), List.of());
    }

    /** What becomes of subflows that no wish is for. None is closed before one that is wished for works. */
    public enum Others {
        /** They stay as they are: the peer, or somebody else, may want them. */
        KEEP,
        /** Those that this end has begun are closed. */
        CLOSE
    }
}
