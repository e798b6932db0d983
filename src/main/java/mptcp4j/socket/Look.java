package mptcp4j.socket;

import java.util.List;
import java.util.Map;

/**
 * The subflows of a connection at one moment.
 *
 * @param priorities by the id of the subflow; those that the kernel does not tell are not there
 */
record Look(List<Subflow> subflows, Map<Long, Priority> priorities) {
    static final Look NOTHING = new Look(List.of(), Map.of());

    /** Who wants a subflow as a backup. */
    record Priority(boolean ours, boolean peers) {}
}
