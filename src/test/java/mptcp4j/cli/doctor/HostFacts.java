package mptcp4j.cli.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mptcp4j.cli.doctor.Facts.Departure;
import mptcp4j.cli.doctor.Facts.Program;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.EndpointFlags;
import mptcp4j.pm.Limits;
import mptcp4j.route.Address;
import mptcp4j.route.AddressFlag;
import mptcp4j.route.AddressFlags;
import mptcp4j.route.Link;
import mptcp4j.route.NetworkState;
import mptcp4j.route.NextHop;
import mptcp4j.route.OperationalState;
import mptcp4j.route.Prefix;
import mptcp4j.route.Route;
import mptcp4j.route.RouteProtocol;
import mptcp4j.route.RouteType;
import mptcp4j.route.Rule;
import mptcp4j.route.RuleAction;
import mptcp4j.route.Scope;
import mptcp4j.socket.Capability;
import mptcp4j.socket.MptcpSupport;

/** A host that is written down: at first with MPTCP, good limits, and no link. */
final class HostFacts {
    private static final Capability YES = new Capability(true, "ffm");

    MptcpSupport support = support("6.18.1", "yes: socket", "yes: MPTCP_INFO");
    Map<String, String> sysctls = Map.of("enabled", "1", "path_manager", "kernel");
    Optional<Limits> limits = Optional.of(new Limits(2, 2));
    Optional<List<String>> strictLinks = Optional.of(List.of());
    List<Departure> departures = List.of();
    Map<String, Long> counters = Map.of();
    List<Program> managers = List.of();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Address> addresses = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    static MptcpSupport support(String kernel, String sockets, String features) {
        Capability feature = capability(features);
        return new MptcpSupport(
                kernel, "25", YES, YES, capability(sockets), feature, feature, feature, YES, YES, YES, YES);
    }

    static MptcpSupport unprivileged() {
        return new MptcpSupport(
                "6.18.1",
                "25",
                YES,
                YES,
                YES,
                YES,
                YES,
                YES,
                capability("no: EPERM"),
                capability("no: EPERM"),
                capability("no: EPERM"),
                capability("no: EPERM"));
    }

    static MptcpSupport withoutLibc(String why) {
        Capability no = new Capability(false, why);
        return new MptcpSupport("6.18.1", "25", no, YES, no, no, no, no, no, no, no, no);
    }

    private static Capability capability(String text) {
        return new Capability(text.startsWith("yes"), text.substring(text.indexOf(' ') + 1));
    }

    HostFacts link(int index, String name) {
        return link(index, name, 1, true, OperationalState.UP);
    }

    HostFacts link(int index, String name, int flags, boolean carrier, OperationalState state) {
        links.add(new Link(index, name, "", flags, carrier, state, 1500, 0));
        return this;
    }

    HostFacts address(int link, String address, AddressFlag... flags) throws UnknownHostException {
        addresses.add(new Address(
                link,
                InetAddress.getByName(address),
                24,
                Optional.empty(),
                Scope.UNIVERSE,
                AddressFlags.of(flags),
                Optional.empty(),
                Optional.empty()));
        return this;
    }

    HostFacts defaultRoute(int link, String gateway, int metric) throws UnknownHostException {
        InetAddress router = InetAddress.getByName(gateway);
        routes.add(new Route(
                Prefix.any(router),
                Prefix.any(router),
                0,
                Route.MAIN,
                metric,
                Optional.empty(),
                RouteType.UNICAST,
                Scope.UNIVERSE,
                RouteProtocol.DHCP,
                List.of(new NextHop(Optional.of(router), link, 1, 0)),
                0));
        return this;
    }

    HostFacts rule(String from, int table) throws UnknownHostException {
        return rule(from, table, RouteProtocol.STATIC);
    }

    HostFacts rule(String from, int table, RouteProtocol protocol) throws UnknownHostException {
        InetAddress source = InetAddress.getByName(from);
        rules.add(new Rule(
                100,
                Prefix.host(source),
                Prefix.any(source),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                RuleAction.LOOKUP,
                table,
                OptionalInt.empty(),
                0,
                false,
                protocol));
        return this;
    }

    HostFacts endpoint(int id, String address, int link, EndpointFlag flag) throws UnknownHostException {
        endpoints.add(new Endpoint(id, InetAddress.getByName(address), 0, link, EndpointFlags.of(flag)));
        return this;
    }

    Facts facts() {
        var network = new NetworkState(links, addresses, routes, rules);
        return new Facts(support, sysctls, limits, endpoints, network, strictLinks, departures, counters, managers);
    }
}
