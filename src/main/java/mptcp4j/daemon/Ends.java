package mptcp4j.daemon;

import java.net.InetSocketAddress;
import mptcp4j.daemon.policy.SubflowView;
import mptcp4j.pm.SubflowTuple;

/**
 * What tells a subflow from others of the namespace while it lives.
 *
 * @param local address and port here; IPv4 is IPv4
 * @param remote address and port of the peer
 */
record Ends(InetSocketAddress local, InetSocketAddress remote) {
    static Ends of(SubflowTuple tuple) {
        SubflowTuple plain = tuple.unmapped();
        return new Ends(plain.local(), plain.remote());
    }

    static Ends of(SubflowView subflow) {
        return new Ends(subflow.local(), subflow.remote());
    }

    @Override
    public String toString() {
        return text(local) + " > " + text(remote);
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
