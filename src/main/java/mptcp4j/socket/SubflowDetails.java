package mptcp4j.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Asks sock_diag for a subflow. */
@FunctionalInterface
interface SubflowDetails {
    /** @return empty if there is none (any more) with these addresses */
    Optional<mptcp4j.diag.Subflow> of(InetSocketAddress local, InetSocketAddress remote) throws IOException;
}
