package mptcp4j.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mptcp4j.diag.Subflow;
import mptcp4j.route.Address;
import mptcp4j.route.Link;
import mptcp4j.route.Rtnetlink;

/** Which link a subflow uses: that to which it is bound, else that of its local address. Immutable. */
final class SubflowLinks {
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<InetAddress, Integer> links = new HashMap<>();

    private SubflowLinks() {}

    /** Reads what links and addresses there are now. */
    static SubflowLinks read(Rtnetlink rtnetlink) throws IOException {
        var links = new SubflowLinks();
        for (Link link : rtnetlink.links()) {
            links.names.put(link.index(), link.name());
        }
        for (Address address : rtnetlink.addresses()) {
            links.links.putIfAbsent(address.address(), address.link());
        }
        return links;
    }

    /** Returns the link's name; empty where nobody has the address, such as 127.0.0.2, which belongs to all of 127.0.0.0/8. */
    Optional<String> of(Subflow subflow) {
        Integer index = subflow.interfaceIndex() == 0
                ? links.get(subflow.local().getAddress())
                : Integer.valueOf(subflow.interfaceIndex());
        return Optional.ofNullable(index).map(names::get);
    }
}
