package mptcp4j.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import mptcp4j.linux.IpAddress;

/**
 * Where a subflow is to go from and to. What is left open is chosen: the remote address and port are those of the connection,
 * the local address is what the routing table takes for them, the local port any. Made by {@link #any}, {@link #from(InetAddress)} and
 * {@link #fromInterface}, and what they return by its own methods: the constructor is there because records have one. Immutable.
 *
 * <pre>{@code
 * SubflowSpec.from(address)                               // of this host
 * SubflowSpec.fromInterface("wlan0").backup()
 * SubflowSpec.any().to(otherAddressOfThePeer)
 * SubflowSpec.any().withRemotePort(8081)                  // on the address that the connection goes to
 * SubflowSpec.from(address).toAnnounced(2)                // what the peer announced under id 2
 * }</pre>
 *
 * @param localAddress the address at this end; empty is the interface's or, without one, what routing chooses
 * @param localPort from 1 to 65535; 0 is any
 * @param interfaceName the link that the subflow is bound to; empty is whatever routing chooses
 * @param remoteAddress the address at the peer; empty is the connection's
 * @param remotePort from 1 to 65535; 0 is the announced one, else the connection's
 * @param remoteId the id under which the peer announced its address, from 1 to 255; 0 is none
 * @param isBackup whether it is used only where no other subflow works
 */
public record SubflowSpec(
        Optional<InetAddress> localAddress,
        int localPort,
        Optional<String> interfaceName,
        Optional<InetAddress> remoteAddress,
        int remotePort,
        int remoteId,
        boolean isBackup) {
    private static final int MAX_PORT = 65535;
    private static final int MAX_ID = 255;

    /** @throws IllegalArgumentException if a number is out of range, or both a remote address and an announced id are given */
    public SubflowSpec {
        requirePort(localPort);
        requirePort(remotePort);
        if (remoteId < 0 || remoteId > MAX_ID) {
            throw new IllegalArgumentException(
                    "an address is announced under an id from 1 to " + MAX_ID + ": " + remoteId);
        }
        if (remoteId != 0 && remoteAddress.isPresent()) {
            throw new IllegalArgumentException("a subflow goes to an address or to an announced id, not both");
        }
        if (interfaceName.isPresent() && interfaceName.get().isEmpty()) {
            throw new IllegalArgumentException("an interface has a name");
        }
        localAddress = localAddress.map(IpAddress::plain);
        remoteAddress = remoteAddress.map(IpAddress::plain);
    }

    /** Returns what leaves everything open. */
    public static SubflowSpec any() {
        return new SubflowSpec(Optional.empty(), 0, Optional.empty(), Optional.empty(), 0, 0, false);
    }

    /** Returns what goes from an address of this host. */
    public static SubflowSpec from(InetAddress local) {
        return any().withLocal(local, 0);
    }

    /**
     * Returns what goes from an address and port of this host. The wildcard address leaves the address open.
     *
     * @throws IllegalArgumentException if the address is not resolved
     */
    public static SubflowSpec from(InetSocketAddress local) {
        return any().withLocal(IpAddress.resolved(local), local.getPort());
    }

    /**
     * Returns what goes from an address of an interface, bound to that, whatever the routing table says: the first address that
     * is usable and of the same IP version as the remote one. {@code withLocal} chooses another one of the interface.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public static SubflowSpec fromInterface(String name) {
        return new SubflowSpec(Optional.empty(), 0, Optional.of(name), Optional.empty(), 0, 0, false);
    }

    /**
     * Returns the same from this address and port; the wildcard address leaves the address open.
     *
     * @throws IllegalArgumentException if the port is not from 0 to 65535
     */
    public SubflowSpec withLocal(InetAddress address, int port) {
        Optional<InetAddress> given = address.isAnyLocalAddress() ? Optional.empty() : Optional.of(address);
        return new SubflowSpec(given, port, interfaceName, remoteAddress, remotePort, remoteId, isBackup);
    }

    /** Returns the same to an address of the peer, on the connection's port; for another one {@link #withRemotePort} comes after it. */
    public SubflowSpec to(InetAddress remote) {
        return new SubflowSpec(localAddress, localPort, interfaceName, Optional.of(remote), 0, 0, isBackup);
    }

    /**
     * Returns the same to an address and port of the peer, where something has to listen.
     *
     * @throws IllegalArgumentException if the address is not resolved
     */
    public SubflowSpec to(InetSocketAddress remote) {
        return new SubflowSpec(
                localAddress,
                localPort,
                interfaceName,
                Optional.of(IpAddress.resolved(remote)),
                remote.getPort(),
                0,
                isBackup);
    }

    /**
     * Returns the same to another port of where it goes: the connection's address, that of {@code to}, or the announced one. Something has
     * to listen there.
     *
     * @param port from 1 to 65535; 0 is the announced one, else the connection's
     * @throws IllegalArgumentException if it is not
     */
    public SubflowSpec withRemotePort(int port) {
        return new SubflowSpec(localAddress, localPort, interfaceName, remoteAddress, port, remoteId, isBackup);
    }

    /**
     * Returns the same to an address that the peer announced, and to its port; for another one {@link #withRemotePort} comes after it. Known are those that the connection object has
     * heard of, while it had a listener, and those that have a subflow.
     *
     * @param id from 1 to 255
     * @throws IllegalArgumentException if it is not
     */
    public SubflowSpec toAnnounced(int id) {
        if (id == 0) {
            throw new IllegalArgumentException("an address is announced under an id from 1 to " + MAX_ID + ": 0");
        }
        return new SubflowSpec(localAddress, localPort, interfaceName, Optional.empty(), 0, id, isBackup);
    }

    /** Returns the same as a backup. */
    public SubflowSpec backup() {
        return withBackup(true);
    }

    SubflowSpec withBackup(boolean newBackup) {
        return new SubflowSpec(localAddress, localPort, interfaceName, remoteAddress, remotePort, remoteId, newBackup);
    }

    private static void requirePort(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("a port is from 0 to " + MAX_PORT + ": " + port);
        }
    }
}
