package mptcp4j.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Owner;

/**
 * One connection, as it was when looked at.
 *
 * @param owners the processes that have it open
 * @param cgroup the control group that it was made in
 * @param flows by the cookies of the connection and its subflows; of those that were there the time before
 */
record Sample(Connection connection, List<Owner> owners, Optional<String> cgroup, Map<Long, Flow> flows) {
    /** Returns what passed since the time before. */
    Optional<Flow> flow(long cookie) {
        return Optional.ofNullable(flows.get(cookie));
    }
}
