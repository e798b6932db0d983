package mptcp4j.pm;

import java.net.InetSocketAddress;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.linux.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PathManagerEvents} tells. All are immutable, and equal when all components are.
 *
 * <p>The kernel's semantics, of all versions to 7.3: nothing is said when an address or a link goes, nor of a subflow that
 * closes with its connection, nor of a connection that the peer aborts (MP_FASTCLOSE). Connections of both path managers,
 * the kernel's and that of user space, have events. A connection is known by its {@code token}, from 0 to 2<sup>32</sup> - 1,
 * unique in the namespace while the connection lives.
 */
public sealed interface PathManagerEvent {
    /** Returns attributes of the event that it has no component for; a newer kernel may send some. */
    default List<RawAttribute> more() {
        return List.of();
    }

    /** An event of a connection. */
    sealed interface ConnectionEvent extends PathManagerEvent {
        /** Returns the token of the connection, at our end: the peer has another one. */
        long token();
    }

    /** An event of one subflow of a connection. */
    sealed interface SubflowEvent extends ConnectionEvent {
        /** Returns which subflow. */
        SubflowTuple tuple();

        /** Returns whether the peer wants it as backup; that we want it so is not told. */
        boolean backup();

        /** Returns the error that the subflow ended with, or null where there was none. */
        @Nullable
        Errno error();

        /** Returns what the kernel declares as a timeout, unsigned. No kernel to 7.3 sends it: it is 0. */
        long timeout();

        /** Returns the link that the subflow is bound to, 0 where it is bound to none. */
        int interfaceIndex();
    }

    /**
     * A connection began: at the client when the handshake is over, at the server together with its
     * {@link ConnectionEstablished}, which may be before {@code accept}. Linux 5.12.
     *
     * @param tuple of the first subflow
     */
    record ConnectionCreated(long token, SubflowTuple tuple, ConnectionFlags flags, List<RawAttribute> more)
            implements ConnectionEvent {
        public ConnectionCreated {
            more = List.copyOf(more);
        }
    }

    /**
     * A connection can have more subflows: the peer is known to have understood. At the client that is after the first data
     * went there and back, so it may never be. Linux 5.12.
     *
     * @param tuple of the first subflow
     */
    record ConnectionEstablished(long token, SubflowTuple tuple, ConnectionFlags flags, List<RawAttribute> more)
            implements ConnectionEvent {
        public ConnectionEstablished {
            more = List.copyOf(more);
        }
    }

    /** Our application closed a connection. Linux 5.12. */
    record ConnectionClosed(long token, List<RawAttribute> more) implements ConnectionEvent {
        public ConnectionClosed {
            more = List.copyOf(more);
        }
    }

    /**
     * The peer announced an address (ADD_ADDR, RFC 8684 section 3.4.1). Linux 5.12.
     *
     * @param remoteId the id of the address
     * @param remote the address as the peer wrote it, with the connection's port where the peer gave none; with port 0 before Linux
     *     5.19
     */
    record AddressAnnounced(long token, int remoteId, InetSocketAddress remote, List<RawAttribute> more)
            implements ConnectionEvent {
        public AddressAnnounced {
            more = List.copyOf(more);
        }

        /** Returns {@link #remote}, with {@code ::ffff:10.0.0.1} as {@code 10.0.0.1}. */
        public InetSocketAddress unmappedRemote() {
            return IpAddress.plain(remote);
        }
    }

    /**
     * The peer withdrew an address (REMOVE_ADDR, RFC 8684 section 3.4.2). Linux 5.12.
     *
     * @param remoteId the id of the address
     */
    record AddressRemoved(long token, int remoteId, List<RawAttribute> more) implements ConnectionEvent {
        public AddressRemoved {
            more = List.copyOf(more);
        }
    }

    /** A subflow joined the connection; the first one does not join. Linux 5.12. */
    record SubflowEstablished(
            long token,
            SubflowTuple tuple,
            boolean backup,
            @Nullable Errno error,
            long timeout,
            int interfaceIndex,
            List<RawAttribute> more)
            implements SubflowEvent {
        public SubflowEstablished {
            more = List.copyOf(more);
        }
    }

    /**
     * A subflow ended, the first one included, or never came to be. Not told while the connection closes. Linux 5.12.
     *
     * @param reset the peer's reason, or null where it gave none. Linux 5.13
     */
    record SubflowClosed(
            long token,
            SubflowTuple tuple,
            boolean backup,
            @Nullable Errno error,
            long timeout,
            int interfaceIndex,
            @Nullable Reset reset,
            List<RawAttribute> more)
            implements SubflowEvent {
        public SubflowClosed {
            more = List.copyOf(more);
        }
    }

    /** The peer changed whether a subflow is backup (MP_PRIO, RFC 8684 section 3.3.8). Linux 5.12. */
    record SubflowPriority(
            long token,
            SubflowTuple tuple,
            boolean backup,
            @Nullable Errno error,
            long timeout,
            int interfaceIndex,
            List<RawAttribute> more)
            implements SubflowEvent {
        public SubflowPriority {
            more = List.copyOf(more);
        }
    }

    /**
     * A socket listens for Multipath TCP: an application's, or the kernel's own for an endpoint's port. Linux 6.2.
     *
     * @param local as the kernel has it: {@code ::ffff:10.0.0.1} where a socket for IPv6 listens on an address of IPv4
     */
    record ListenerCreated(InetSocketAddress local, List<RawAttribute> more) implements PathManagerEvent {
        public ListenerCreated {
            more = List.copyOf(more);
        }

        /** Returns {@link #local}, with {@code ::ffff:10.0.0.1} as {@code 10.0.0.1}. */
        public InetSocketAddress unmappedLocal() {
            return IpAddress.plain(local);
        }
    }

    /**
     * A socket does not listen any more. Linux 6.2.
     *
     * @param local as in {@link ListenerCreated}
     */
    record ListenerClosed(InetSocketAddress local, List<RawAttribute> more) implements PathManagerEvent {
        public ListenerClosed {
            more = List.copyOf(more);
        }

        /** Returns {@link #local}, with {@code ::ffff:10.0.0.1} as {@code 10.0.0.1}. */
        public InetSocketAddress unmappedLocal() {
            return IpAddress.plain(local);
        }
    }

    /**
     * An event that this version does not know.
     *
     * @param number the kernel's
     * @param more all its attributes
     */
    record Unknown(int number, List<RawAttribute> more) implements PathManagerEvent {
        public Unknown {
            more = List.copyOf(more);
        }
    }

    /**
     * Something that breaks the format: cut short, a value of the wrong width, or an event without what makes it one.
     *
     * @param reason what is wrong with it
     */
    record Malformed(String reason) implements PathManagerEvent {}

    /**
     * Events were lost here, because we read too slowly: those before came before, those after come after. How many cannot
     * be known. What is known of connections has to be asked for again; of what happens meanwhile nothing is lost without
     * another of these.
     */
    record Overflow() implements PathManagerEvent {}
}
