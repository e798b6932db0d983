package mptcp4j.diag;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import mptcp4j.linux.IpAddress;

/** What a TCP socket goes from and to: IPv4 where it is, without names and scopes. */
record FourTuple(InetSocketAddress local, InetSocketAddress remote) {
    /** @throws IllegalArgumentException if they are not resolved, without a port, or of two IP versions */
    FourTuple {
        local = IpAddress.plain(local);
        remote = IpAddress.plain(remote);
        if (local.getPort() == 0 || remote.getPort() == 0) {
            throw new IllegalArgumentException("a subflow has a port at both ends: " + local + ", " + remote);
        }
        if (local.getAddress() instanceof Inet4Address != remote.getAddress() instanceof Inet4Address) {
            throw new IllegalArgumentException("a subflow has one IP version: " + local + ", " + remote);
        }
    }

    boolean ipv4() {
        return local.getAddress() instanceof Inet4Address;
    }

    /** Returns the link that a link-local address is said to be on, which its socket is bound to; 0 if none is said. */
    static int scope(InetSocketAddress local, InetSocketAddress remote) {
        int scope = scope(local.getAddress());
        return scope == 0 ? scope(remote.getAddress()) : scope;
    }

    private static int scope(InetAddress address) {
        return address instanceof Inet6Address six ? six.getScopeId() : 0;
    }

    /** Returns them in the words of the command line. */
    @Override
    public String toString() {
        return "local " + end(local) + " remote " + end(remote);
    }

    private static String end(InetSocketAddress end) {
        return IpAddress.text(end.getAddress()) + " port " + end.getPort();
    }
}
