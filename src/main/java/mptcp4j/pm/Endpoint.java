package mptcp4j.pm;

import java.net.InetAddress;
import mptcp4j.linux.IpAddress;

/**
 * A local address that the kernel's path manager may use, and what for. Immutable; two are equal when all components
 * are.
 *
 * <p>The constructor takes all that a kernel may report. {@link #of} and the {@code with} methods make what is to be
 * {@linkplain PathManager#add added}, and refuse what every kernel would refuse.
 *
 * @param id from 1 to 255; 0 in one to be added lets the kernel choose
 * @param address IPv4 or IPv6; a name or a scope in it is dropped
 * @param port in host order; 0 for none. Where there is one, the kernel itself listens on it. Linux 5.12
 * @param interfaceIndex the link that the subflows are bound to; 0 for none. The kernel does not check that it exists
 * @param flags what the kernel does with it
 */
public record Endpoint(int id, InetAddress address, int port, int interfaceIndex, EndpointFlags flags) {
    static final int MAX_ID = 255;
    private static final int MAX_PORT = 65535;

    /** @throws IllegalArgumentException if the id or the port is out of range */
    public Endpoint {
        if (id < 0 || id > MAX_ID) {
            throw new IllegalArgumentException("an endpoint's id is from 1 to " + MAX_ID + ": " + id);
        }
        requirePort(port);
        address = bare(address);
    }

    /**
     * Returns an endpoint to be added.
     *
     * @throws IllegalArgumentException for IMPLICIT, which only the kernel sets, and for SIGNAL with FULLMESH
     */
    public static Endpoint of(InetAddress address, EndpointFlag... flags) {
        return new Endpoint(0, address, 0, 0, EndpointFlags.of(flags)).requireCreatable();
    }

    /** Returns the same endpoint with this id. @throws IllegalArgumentException if it is not from 0 to 255 */
    public Endpoint withId(int newId) {
        return new Endpoint(newId, address, port, interfaceIndex, flags).requireCreatable();
    }

    /**
     * Returns the same endpoint with this port.
     *
     * @throws IllegalArgumentException if it is not from 0 to 65535, or the endpoint does not have SIGNAL or has SUBFLOW
     */
    public Endpoint withPort(int newPort) {
        return new Endpoint(id, address, newPort, interfaceIndex, flags).requireCreatable();
    }

    /** Returns the same endpoint bound to this link. @throws IllegalArgumentException if it is negative */
    public Endpoint withInterface(int newInterfaceIndex) {
        return new Endpoint(id, address, port, newInterfaceIndex, flags).requireCreatable();
    }

    /** The rules of {@code mptcp_pm_nl_add_addr_doit} that hold on every kernel; it has more, on what else is there. */
    Endpoint requireCreatable() {
        require(interfaceIndex >= 0, "an interface has no negative index");
        require(!flags.contains(EndpointFlag.IMPLICIT), "only the kernel makes an IMPLICIT endpoint");
        boolean signal = flags.contains(EndpointFlag.SIGNAL);
        require(!signal || !flags.contains(EndpointFlag.FULLMESH), "SIGNAL and FULLMESH exclude each other");
        require(
                port == 0 || (signal && !flags.contains(EndpointFlag.SUBFLOW)),
                "an endpoint with a port needs SIGNAL and must not have SUBFLOW");
        return this;
    }

    static void requirePort(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("a port is from 0 to " + MAX_PORT + ": " + port);
        }
    }

    private static void require(boolean met, String rule) {
        if (!met) {
            throw new IllegalArgumentException(rule);
        }
    }

    /**
     * Returns the address without a name and a scope, which the kernel does not see. {@code InetAddress} alone would make
     * 10.0.0.1 of {@code ::ffff:10.0.0.1}, which is another endpoint to the kernel.
     */
    static InetAddress bare(InetAddress address) {
        return IpAddress.of(address.getAddress());
    }
}
