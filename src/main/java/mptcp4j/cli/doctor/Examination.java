package mptcp4j.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.cli.doctor.Facts.Departure;
import mptcp4j.daemon.Competitors;
import mptcp4j.diag.Counters;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.Limits;
import mptcp4j.pm.MptcpSysctls;
import mptcp4j.pm.PathManager;
import mptcp4j.route.Address;
import mptcp4j.route.Link;
import mptcp4j.route.NetworkState;
import mptcp4j.route.RouteQuery;
import mptcp4j.route.Rtnetlink;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpSupport;

/** Collects the {@link Facts} of the network namespace that the calling thread is in. It changes nothing. */
public final class Examination {
    private static final Path IPV4 = Path.of("/proc/sys/net/ipv4/conf");

    /** Far away from everyone, by RFC 5737 and RFC 3849. Nothing is sent there. */
    private static final byte[] FAR_V4 = {(byte) 192, 0, 2, 1};

    private static final byte[] FAR_V6 = {0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final MptcpSupport support = Mptcp.support();
    private Optional<Limits> limits = Optional.empty();
    private List<Endpoint> endpoints = List.of();
    private NetworkState network = new NetworkState(List.of(), List.of(), List.of(), List.of());
    private List<Departure> departures = List.of();

    private Examination() {}

    /** Collects them. @throws IOException if the kernel tells something that nobody understands */
    public static Facts run() throws IOException {
        return new Examination().facts();
    }

    /** Without a way to the C library, files tell what they can. */
    private Facts facts() throws IOException {
        if (support.libc().available()) {
            readPathManager();
            readNetwork();
        }
        return new Facts(
                support,
                unlessAbsent(Errno.ENOENT, () -> MptcpSysctls.ofThread().all()),
                limits,
                endpoints,
                network,
                StrictLinks.among(network.links().stream().map(Link::name).toList(), IPV4),
                departures,
                unlessAbsent(Errno.EOPNOTSUPP, () -> Counters.read().values()),
                Competitors.running().stream()
                        .map(program -> new Facts.Program(program.name(), program.pid()))
                        .toList());
    }

    private void readNetwork() throws IOException {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            network = rtnetlink.state();
            departures = departures(rtnetlink);
        }
    }

    private void readPathManager() throws IOException {
        try (PathManager pathManager = PathManager.open()) {
            limits = Optional.of(pathManager.limits());
            endpoints = pathManager.endpoints();
        } catch (LinuxException e) {
            if (!e.errno().equals(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private List<Departure> departures(Rtnetlink rtnetlink) throws IOException {
        List<Departure> all = new ArrayList<>();
        for (Address address : Candidates.onSeveralLinks(network, endpoints)) {
            all.add(new Departure(address.address(), address.link(), through(rtnetlink, address)));
        }
        return all;
    }

    /** A lookup with a source takes a link for no more than a wish in IPv6; for a socket that is bound, it is an order. */
    private Optional<Integer> through(Rtnetlink rtnetlink, Address address) throws IOException {
        boolean v4 = Candidates.isV4(address.address());
        int bound = boundTo(address);
        RouteQuery packet =
                RouteQuery.to(InetAddress.getByAddress(v4 ? FAR_V4 : FAR_V6)).boundTo(bound);
        Optional<Integer> through = through(rtnetlink, packet.from(address.address()));
        boolean ordered = bound != 0 && !v4 && !through.equals(Optional.of(bound));
        return ordered ? through(rtnetlink, packet) : through;
    }

    /** The kernel binds the subflows of an endpoint to its link. */
    private int boundTo(Address address) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.address().equals(address.address()))
                .mapToInt(Endpoint::interfaceIndex)
                .findFirst()
                .orElse(0);
    }

    /** Whatever the refusal: an unreachable network, or a route or rule that forbids it. */
    private static Optional<Integer> through(Rtnetlink rtnetlink, RouteQuery packet) throws IOException {
        try {
            return rtnetlink.lookup(packet).nextHops().stream()
                    .map(hop -> hop.link())
                    .findFirst();
        } catch (LinuxException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads something that a kernel without MPTCP does not have.
     *
     * @param absent how it is said that it is not there; what else is refused is a failure
     */
    static <T> Map<String, T> unlessAbsent(Errno absent, Reading<T> reading) throws IOException {
        try {
            return reading.run();
        } catch (LinuxException e) {
            if (!e.errno().equals(absent)) {
                throw e;
            }
            return Map.of();
        }
    }

    /** Reads values by name. */
    @FunctionalInterface
    interface Reading<T> {
        Map<String, T> run() throws IOException;
    }
}
