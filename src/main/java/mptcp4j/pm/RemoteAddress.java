package mptcp4j.pm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import mptcp4j.linux.IpAddress;

/**
 * An address of the peer of one connection, to which a subflow goes. Immutable; two are equal when all components are.
 *
 * @param id the one under which the peer announced it, from 1 to 255; 0 for the address that the connection began with
 * @param address IPv4 or IPv6; a name or a scope in it is dropped
 * @param port in host order, from 1 on: the kernel would take 0, and connect to it
 */
public record RemoteAddress(int id, InetAddress address, int port) {
    /** @throws IllegalArgumentException if the id is not from 0 to 255, or the port not from 1 to 65535 */
    public RemoteAddress {
        LocalAddress.requireId(id);
        Endpoint.requirePort(port);
        if (port == 0) {
            throw new IllegalArgumentException("a subflow goes to a port, which is from 1 to 65535");
        }
        address = Endpoint.bare(address);
    }

    /**
     * Returns the address that the connection began with, or one that the peer did not announce.
     *
     * @throws IllegalArgumentException if the address is not resolved, or the port is 0
     */
    public static RemoteAddress of(InetSocketAddress address) {
        return new RemoteAddress(0, IpAddress.resolved(address), address.getPort());
    }

    /** Returns the same under the id that the peer announced. @throws IllegalArgumentException if it is out of range */
    public RemoteAddress withId(int newId) {
        return new RemoteAddress(newId, address, port);
    }
}
