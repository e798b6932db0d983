package mptcp4j.daemon.config;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A connection that rules are asked about. What takes a look at the kernel's tables, or at all processes, is looked up when a
 * rule asks for it, and at most once if the supplier remembers.
 *
 * @param server whether the peer connected to us
 * @param local address and port here, IPv4 as IPv4
 * @param remote the peer's
 * @param link the name of the interface that has the local address; empty if none has it
 * @param uid the user of the socket; empty if it is not known
 * @param cgroup the path of its control group, as {@code /system.slice/nginx.service}; empty if it is not known
 * @param processes the names of the processes that have it open
 */
public record Candidate(
        boolean server,
        InetSocketAddress local,
        InetSocketAddress remote,
        Supplier<Optional<String>> link,
        Supplier<Optional<Long>> uid,
        Supplier<Optional<String>> cgroup,
        Supplier<? extends Collection<String>> processes) {

    /** Returns the port of the server, whichever end that is. */
    int servicePort() {
        return (server ? local : remote).getPort();
    }
}
