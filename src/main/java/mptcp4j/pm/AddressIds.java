package mptcp4j.pm;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.IpAddress;

/**
 * The ids of one connection's local addresses. Within a connection an address and port have one id for good, whatever
 * becomes of the subflows from it, and no two have the same: the kernel refuses anything else ("did not match address and
 * id"), and the peer would take a new address for the old one. New ids go round, so that one that was released is the last to
 * be given out again: while its REMOVE_ADDR is on its way, the peer closes what comes under that id (RFC 8684 section
 * 3.4.2).
 *
 * <p>The kernel gives out ids by itself, too: to the address of a join that came in, and to one that the routing table chose.
 * {@link #learn} takes over what it has. An IPv4 address written as IPv6 is the same address, as it is to the kernel.
 *
 * <p>Not thread-safe.
 */
public final class AddressIds {
    private static final int INITIAL = 0;
    private static final int FIRST = 1;
    private static final int LAST = 255;

    private final Map<Place, Integer> ids = new HashMap<>();
    private final Map<Integer, Place> places = new HashMap<>();
    private int latest;

    private AddressIds() {}

    /**
     * Starts with id 0 for the address that the connection began with, which is not in the kernel's list, and with what is.
     *
     * <pre>{@code
     * InetAddress initial = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
     * AddressIds ids = AddressIds.of(initial, connection.addresses());
     * LocalAddress local = LocalAddress.of(ids.idOf(wifi, 0), wifi);
     * }</pre>
     *
     * @param initial has id 0 with port 0 alone, so as the start of a subflow; with a port, as it may be announced, it is
     *     another address, and has an id from 1 on
     * @param known such as {@link ConnectionPathManager#addresses}; what it says of the same address or of id 0 counts
     */
    public static AddressIds of(InetAddress initial, Collection<LocalAddress> known) {
        var ids = new AddressIds();
        ids.bind(INITIAL, Place.of(initial, 0));
        ids.learn(known);
        return ids;
    }

    /**
     * Starts with what the kernel has, such as {@link ConnectionPathManager#addresses}. That does not have the address that the
     * connection began with: it would be given a second id here.
     */
    public static AddressIds of(Collection<LocalAddress> known) {
        var ids = new AddressIds();
        ids.learn(known);
        return ids;
    }

    /**
     * Returns the id of an address, a new one from 1 to 255 where it has none; 0 for the one that the connection began with,
     * where that is known.
     *
     * @param port 0 for any, which is another address than the same with a port
     * @throws LinuxException ENOSPC if all 255 are given out
     */
    public int idOf(InetAddress address, int port) throws LinuxException {
        var place = Place.of(address, port);
        Integer id = ids.get(place);
        return id == null ? bind(nextFree(), place) : id;
    }

    /**
     * Takes over what the kernel says, also where it contradicts: an address that has another id there, and one whose id is
     * another's there, lose theirs.
     */
    public void learn(Collection<LocalAddress> known) {
        for (LocalAddress one : known) {
            var place = Place.of(one.address(), one.port());
            Integer before = ids.get(place);
            if (before != null) {
                release(before);
            }
            release(one.id());
            bind(one.id(), place);
        }
    }

    /** Forgets the address of an id: it will have another one. No error where there is none. */
    public void release(int id) {
        Place place = places.remove(id);
        if (place != null) {
            ids.remove(place);
        }
    }

    private int bind(int id, Place place) {
        ids.put(place, id);
        places.put(id, place);
        return id;
    }

    private int nextFree() throws LinuxException {
        int next = latest;
        for (int i = FIRST; i <= LAST; i++) {
            next = next % LAST + FIRST;
            if (!places.containsKey(next)) {
                latest = next;
                return next;
            }
        }
        throw new LinuxException(
                "find an address id", Errno.ENOSPC, "all " + LAST + " ids of the connection are given out");
    }

    /** An address as the kernel compares it. */
    private record Place(InetAddress address, int port) {
        static Place of(InetAddress address, int port) {
            return new Place(IpAddress.plain(address), port);
        }
    }
}
