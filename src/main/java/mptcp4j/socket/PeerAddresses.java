package mptcp4j.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.diag.Detail;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.AddressAnnounced;
import mptcp4j.pm.PathManagerEvent.AddressRemoved;

/**
 * The addresses that the peer of one connection has announced, as far as anybody here was listening: under the userspace path
 * manager the kernel tells each one once and keeps none. Those that have a subflow are known without that.
 */
final class PeerAddresses {
    private final Control control;
    private final Map<Integer, InetSocketAddress> announced = new ConcurrentHashMap<>();

    PeerAddresses(Control control) {
        this.control = control;
    }

    /** Takes note of an event of the connection. */
    void hear(PathManagerEvent event) {
        if (event instanceof AddressAnnounced address) {
            announced.put(address.remoteId(), address.unmappedRemote());
        } else if (event instanceof AddressRemoved address) {
            announced.remove(address.remoteId());
        }
    }

    /** @throws LinuxException ENOENT if the peer has announced none under the id, as far as is known */
    InetSocketAddress of(int id) throws IOException {
        InetSocketAddress heard = announced.get(id);
        if (heard != null) {
            return heard;
        }
        return used(id).orElseThrow(() -> new LinuxException(
                "open subflow",
                Errno.ENOENT,
                "the peer has announced no address under id " + id
                        + " since this connection has a listener, and no subflow goes there"));
    }

    /** Returns those that were heard of. */
    List<InetSocketAddress> announced() {
        return List.copyOf(announced.values());
    }

    private Optional<InetSocketAddress> used(int id) throws IOException {
        return control.connections()
                .find(control.token(), Detail.SUBFLOWS)
                .flatMap(mptcp4j.diag.Connection::subflows)
                .flatMap(all -> all.stream()
                        .filter(subflow -> subflow.remoteId() == id)
                        .map(subflow -> IpAddress.plain(subflow.remote()))
                        .findFirst());
    }
}
