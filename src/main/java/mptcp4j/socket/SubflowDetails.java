package mptcp4j.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Asks sock_diag for a subflow. */
@FunctionalInterface
interface SubflowDetails {
    /**
     * @param link that it is bound to, as far as that is known, else 0: without it the kernel goes through all sockets for one that is
     * @return empty if there is none (any more) with these addresses
     */
    Optional<mptcp4j.diag.Subflow> of(InetSocketAddress local, InetSocketAddress remote, int link) throws IOException;
}
