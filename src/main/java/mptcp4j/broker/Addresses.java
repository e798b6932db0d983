package mptcp4j.broker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.EndpointFlags;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.RemoteAddress;

/** Addresses as fields of a {@link Line}: {@code local}, {@code localPort} and so on. Names are not looked up. */
public final class Addresses {
    private static final int MAX_PORT = 65535;
    private static final int MAX_ID = 255;

    private Addresses() {}

    /** Adds {@code local} and {@code localPort}, or the same of another end. */
    public static Line put(Line line, String end, InetSocketAddress address) {
        return line.with(end, IpAddress.text(IpAddress.plain(IpAddress.resolved(address))))
                .with(end + "Port", address.getPort());
    }

    /** Returns what {@link #put(Line, String, InetSocketAddress)} has added. */
    public static InetSocketAddress socketAddress(Line line, String end) throws ProtocolException {
        return new InetSocketAddress(address(line, end), line.numberIfAny(end + "Port", MAX_PORT));
    }

    private static InetAddress address(Line line, String name) throws ProtocolException {
        return IpAddress.parse(line.text(name))
                .map(IpAddress::plain)
                .orElseThrow(() -> new ProtocolException("\"" + name + "\" is an IPv4 or IPv6 address"));
    }

    /** Adds all of a local address. */
    public static Line put(Line line, LocalAddress address) {
        return put(line, "local", new InetSocketAddress(address.address(), address.port()))
                .with("localId", address.id())
                .with("interface", address.interfaceIndex())
                .with("flags", address.flags().bits());
    }

    /** Returns what {@link #put(Line, LocalAddress)} has added. */
    public static LocalAddress local(Line line) throws ProtocolException {
        return new LocalAddress(
                id(line, "localId"),
                address(line, "local"),
                line.numberIfAny("localPort", MAX_PORT),
                line.numberIfAny("interface", Integer.MAX_VALUE),
                new EndpointFlags(line.numberIfAny("flags", Integer.MAX_VALUE)));
    }

    /** Adds all of an address of the peer. */
    public static Line put(Line line, RemoteAddress address) {
        return put(line, "remote", new InetSocketAddress(address.address(), address.port()))
                .with("remoteId", address.id());
    }

    /** Returns what {@link #put(Line, RemoteAddress)} has added. */
    public static RemoteAddress remote(Line line) throws ProtocolException {
        int port = (int) line.number("remotePort", 1, MAX_PORT);
        return new RemoteAddress(id(line, "remoteId"), address(line, "remote"), port);
    }

    /** Returns the id of an address, from 0 to 255. */
    public static int id(Line line, String name) throws ProtocolException {
        return line.numberIfAny(name, MAX_ID);
    }
}
