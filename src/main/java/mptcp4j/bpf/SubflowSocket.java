package mptcp4j.bpf;

import java.net.InetSocketAddress;
import mptcp4j.linux.IpAddress;

/**
 * Names one subflow's TCP socket within a network namespace. The ends alone would not do: their ports come again.
 *
 * @param local its own end; the scope of a link-local address, where it has one, counts
 * @param remote the peer's end
 * @param token of the connection on this side, from 1 to 4294967295
 */
public record SubflowSocket(InetSocketAddress local, InetSocketAddress remote, long token) {
    private static final long MAX_TOKEN = 0xffff_ffffL;

    /** @throws IllegalArgumentException if an end is not resolved, or the token is out of range */
    public SubflowSocket {
        IpAddress.resolved(local);
        IpAddress.resolved(remote);
        if (token < 1 || token > MAX_TOKEN) {
            throw new IllegalArgumentException("a token is from 1 to " + MAX_TOKEN + ": " + token);
        }
    }

    @Override
    public String toString() {
        return end(local) + " to " + end(remote) + " of connection " + token;
    }

    private static String end(InetSocketAddress address) {
        String text = IpAddress.text(address.getAddress());
        return (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort();
    }
}
