package mptcp4j.pm;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import mptcp4j.linux.IpAddress;

/** What a subflow goes from and to: how the kernel finds it among those of a connection. */
record FourTuple(InetAddress local, int localPort, InetAddress remote, int remotePort) {
    /** @throws IllegalArgumentException if an address is not resolved */
    static FourTuple of(InetSocketAddress local, InetSocketAddress remote) {
        return new FourTuple(
                Endpoint.bare(IpAddress.resolved(local)),
                local.getPort(),
                Endpoint.bare(IpAddress.resolved(remote)),
                remote.getPort());
    }

    /**
     * Returns the same in the other form of IPv4: of a socket for IPv4, or of one for IPv6 ({@code ::ffff:10.0.0.1}). Empty where
     * it is not IPv4.
     */
    Optional<FourTuple> inOtherForm() {
        if (local instanceof Inet4Address ours && remote instanceof Inet4Address theirs) {
            return Optional.of(new FourTuple(IpAddress.mapped(ours), localPort, IpAddress.mapped(theirs), remotePort));
        }
        InetAddress plainLocal = IpAddress.plain(local);
        InetAddress plainRemote = IpAddress.plain(remote);
        return plainLocal instanceof Inet4Address && plainRemote instanceof Inet4Address
                ? Optional.of(new FourTuple(plainLocal, localPort, plainRemote, remotePort))
                : Optional.empty();
    }

    /** Returns them in the words of the command line. */
    @Override
    public String toString() {
        return "local " + end(local, localPort) + " remote " + end(remote, remotePort);
    }

    private static String end(InetAddress address, int port) {
        return IpAddress.text(address) + (port == 0 ? "" : " port " + port);
    }
}
