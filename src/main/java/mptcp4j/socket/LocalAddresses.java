package mptcp4j.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import mptcp4j.pm.LocalAddress;

/** The local addresses that a connection's subflows go from, with their ids. */
final class LocalAddresses implements LocalIds.InUse {
    private final MptcpConnection connection;
    private final Control control;

    LocalAddresses(MptcpConnection connection, Control control) {
        this.connection = connection;
        this.control = control;
    }

    @Override
    public List<LocalAddress> without(Collection<InetAddress> known) throws IOException {
        List<LocalAddress> all = new ArrayList<>();
        for (Subflow subflow : connection.subflows()) {
            InetAddress address = subflow.local().getAddress();
            boolean initial = subflow.local().equals(control.initialLocal());
            if (!initial && !known.contains(address)) {
                int port = subflow.local().getPort();
                subflow.lookUp()
                        .filter(details -> details.localId() != 0)
                        .ifPresent(details -> all.add(
                                LocalAddress.of(details.localId(), address).withPort(port)));
            }
        }
        return all;
    }
}
