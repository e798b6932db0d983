package mptcp4j.socket;

import java.util.List;

/**
 * The subflows of a connection at one moment.
 *
 * @param token the connection's, if it was read in the same moment; else 0, and once the peer has reset it
 * @param subflows all but those that are closed: the kernel keeps the first in its list until the connection ends
 */
record SubflowSnapshot(long token, List<Subflow> subflows) {
    SubflowSnapshot {
        subflows = List.copyOf(subflows);
    }
}
