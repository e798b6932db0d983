package mptcp4j.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mptcp4j.LinuxException;
import mptcp4j.pm.AddressIds;
import mptcp4j.pm.LocalAddress;

/**
 * The identifiers of this host's addresses, for one connection. An address that comes back has the one that it had, unless the peer
 * was told a moment ago that it is gone: what says so may come after the new subflow, which it would end. Not thread-safe.
 */
final class Identifiers {
    /** A REMOVE_ADDR is sent once, and is at the peer, or lost, before a connection would call it lost. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    private final InetAddress initial;
    private final Map<Integer, Duration> removed = new HashMap<>();
    private AddressIds ids;

    Identifiers(InetAddress initial, Collection<LocalAddress> known) {
        this.initial = initial;
        this.ids = AddressIds.of(initial, known);
    }

    /** @throws IOException if all are given out */
    int of(InetAddress address, int port, Duration now) throws IOException {
        int id = free(address, port, now);
        while (isOnItsWay(id, now)) {
            ids.release(id);
            id = free(address, port, now);
        }
        return id;
    }

    private boolean isOnItsWay(int id, Duration now) {
        Duration gone = removed.get(id);
        return gone != null && now.minus(gone).compareTo(ON_ITS_WAY) <= 0;
    }

    /** Where all are given out, those of addresses that went away long ago are free. */
    private int free(InetAddress address, int port, Duration now) throws IOException {
        try {
            return ids.idOf(address, port);
        } catch (LinuxException e) {
            removed.forEach((id, gone) -> {
                if (!isOnItsWay(id, now)) {
                    ids.release(id);
                }
            });
            removed.values().removeIf(gone -> now.minus(gone).compareTo(ON_ITS_WAY) > 0);
            return ids.idOf(address, port);
        }
    }

    /** A subflow shows what an address has. */
    void know(int id, InetAddress address) {
        if (id != 0) {
            ids.learn(List.of(LocalAddress.of(id, address)));
        }
    }

    /** The kernel knows better. */
    void learn(Collection<LocalAddress> known) {
        ids = AddressIds.of(initial, known);
    }

    /** The peer was told that the address is gone. */
    void removed(int id, Duration now) {
        removed.put(id, now);
    }
}
