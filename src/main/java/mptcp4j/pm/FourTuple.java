package mptcp4j.pm;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What a subflow goes from and to: how the kernel finds it among those of a connection. */
record FourTuple(InetAddress local, int localPort, InetAddress remote, int remotePort) {
    private static final int IPV6_SIZE = 16;
    private static final int IPV4_AT = 12;
    private static final int NO_SCOPE = -1;

    /** @throws IllegalArgumentException if an address is not resolved */
    static FourTuple of(InetSocketAddress local, InetSocketAddress remote) {
        return new FourTuple(
                Endpoint.bare(resolved(local)), local.getPort(), Endpoint.bare(resolved(remote)), remote.getPort());
    }

    static InetAddress resolved(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        if (resolved == null) {
            throw new IllegalArgumentException("not an address: " + address);
        }
        return resolved;
    }

    /**
     * Returns the same in the other form of IPv4: of a socket for IPv4, or of one for IPv6 ({@code ::ffff:10.0.0.1}). Empty where
     * it is not IPv4.
     */
    Optional<FourTuple> inOtherForm() {
        if (local instanceof Inet4Address && remote instanceof Inet4Address) {
            return Optional.of(new FourTuple(mapped(local), localPort, mapped(remote), remotePort));
        }
        InetAddress plainLocal = plain(local);
        InetAddress plainRemote = plain(remote);
        return plainLocal instanceof Inet4Address && plainRemote instanceof Inet4Address
                ? Optional.of(new FourTuple(plainLocal, localPort, plainRemote, remotePort))
                : Optional.empty();
    }

    /** Makes IPv4 of what is written as IPv6. */
    private static InetAddress plain(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("the bytes of an address are an address", e);
        }
    }

    private static InetAddress mapped(InetAddress four) {
        byte[] bytes = new byte[IPV6_SIZE];
        bytes[IPV4_AT - 2] = (byte) 0xff;
        bytes[IPV4_AT - 1] = (byte) 0xff;
        System.arraycopy(four.getAddress(), 0, bytes, IPV4_AT, IPV6_SIZE - IPV4_AT);
        try {
            return Inet6Address.getByAddress(null, bytes, NO_SCOPE);
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are always an address", e);
        }
    }

    /** Returns them in the words of the command line. */
    @Override
    public String toString() {
        return "local " + local.getHostAddress() + " port " + localPort + " remote " + remote.getHostAddress()
                + " port " + remotePort;
    }
}
