package mptcp4j.pm;

import java.net.InetAddress;

/**
 * A local address of one connection, under the id by which its peer knows it. Immutable; two are equal when all components
 * are. The constructor takes all that a kernel may report; {@link #of} and the {@code with} methods make what is to be
 * {@linkplain ConnectionPathManager#announce announced} or is the start of a {@linkplain ConnectionPathManager#createSubflow
 * subflow}.
 *
 * <p>Within a connection an id stands for one address and port, and an address and port for one id: {@link AddressIds}
 * keeps the book.
 *
 * @param id from 0 to 255; 0 stands for the address that the connection began with
 * @param address IPv4 or IPv6; a name or a scope in it is dropped
 * @param port in host order; 0 for any
 * @param interfaceIndex the link that a subflow is bound to; 0 for none
 * @param flags of those that the kernel knows, BACKUP counts for a subflow, and SIGNAL marks what was announced
 */
public record LocalAddress(int id, InetAddress address, int port, int interfaceIndex, EndpointFlags flags) {
    /** @throws IllegalArgumentException if the id or the port is out of range */
    public LocalAddress {
        requireId(id);
        Endpoint.requirePort(port);
        address = Endpoint.bare(address);
    }

    /** Returns an address with any port and on any link. @throws IllegalArgumentException if the id is out of range */
    public static LocalAddress of(int id, InetAddress address) {
        return new LocalAddress(id, address, 0, 0, EndpointFlags.of());
    }

    /** Returns the same with this port. @throws IllegalArgumentException if it is not from 0 to 65535 */
    public LocalAddress withPort(int newPort) {
        return new LocalAddress(id, address, newPort, interfaceIndex, flags);
    }

    /** Returns the same bound to this link. @throws IllegalArgumentException if it is negative */
    public LocalAddress withInterface(int newInterfaceIndex) {
        if (newInterfaceIndex < 0) {
            throw new IllegalArgumentException("an interface has no negative index: " + newInterfaceIndex);
        }
        return new LocalAddress(id, address, port, newInterfaceIndex, flags);
    }

    /** Returns the same with one more flag. */
    public LocalAddress with(EndpointFlag flag) {
        return new LocalAddress(id, address, port, interfaceIndex, flags.with(flag));
    }

    /** Returns the same without one flag. */
    public LocalAddress without(EndpointFlag flag) {
        return new LocalAddress(id, address, port, interfaceIndex, flags.without(flag));
    }

    static void requireId(int id) {
        if (id < 0 || id > Endpoint.MAX_ID) {
            throw new IllegalArgumentException("an address has an id from 0 to " + Endpoint.MAX_ID + ": " + id);
        }
    }

    /** To the kernel both are an entry of a list of addresses. */
    static LocalAddress of(Endpoint entry) {
        return new LocalAddress(entry.id(), entry.address(), entry.port(), entry.interfaceIndex(), entry.flags());
    }

    Endpoint entry() {
        return new Endpoint(id, address, port, interfaceIndex, flags);
    }
}
