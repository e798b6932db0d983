package mptcp4j.route;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mptcp4j.linux.Abi;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;

/**
 * The codec of RTM_NEWROUTE and RTM_GETROUTE ({@code include/uapi/linux/rtnetlink.h}), in the byte order of the machine
 * but for addresses, which have 4 or 16 bytes.
 *
 * <pre>
 *  struct rtmsg               attributes
 *  0  family              u8   1  DST        absent for a default route
 *  1  destination length  u8   2  SRC        absent for all; in a question the source of the packet
 *  2  source length       u8   4  OIF        u32
 *  3  tos                 u8   5  GATEWAY
 *  4  table               u8   6  PRIORITY   u32
 *  5  protocol            u8   7  PREFSRC
 *  6  scope               u8   8  METRICS    nest: 16 CC_ALGO text; absent for the default
 *  7  type                u8   9  MULTIPATH  struct rtnexthop each, with GATEWAY or VIA behind it
 *  8  flags               u32 15  TABLE      u32, instead of the header's byte
 *                             18  VIA        family u16, address: a gateway of another family
 *  struct rtnexthop           30  NH_ID      u32
 *  0  length        u16
 *  2  flags         u8
 *  3  hops          u8  weight - 1
 *  4  index         s32
 *  8  attributes
 * </pre>
 */
final class RouteCodec {
    private static final int HEADER_SIZE = 12;
    private static final int DESTINATION_LENGTH = 1;
    private static final int SOURCE_LENGTH = 2;
    private static final int TOS = 3;
    private static final int TABLE_BYTE = 4;
    private static final int PROTOCOL = 5;
    private static final int RTPROT_STATIC = 4;
    private static final int SCOPE = 6;
    private static final int TYPE = 7;
    private static final int RTN_UNICAST = 1;
    private static final int FLAGS = 8;
    private static final int RTM_F_LOOKUP_TABLE = 0x1000;
    private static final int RTNH_F_ONLINK = 4;
    private static final int HOP_FLAGS = 0xff;

    private static final int DST = 1;
    private static final int SRC = 2;
    private static final int OIF = 4;
    private static final int GATEWAY = 5;
    private static final int PRIORITY = 6;
    private static final int PREFSRC = 7;
    private static final int METRICS = 8;
    private static final int CC_ALGO = 16;
    private static final int MULTIPATH = 9;
    private static final int TABLE = 15;
    private static final int VIA = 18;
    private static final int NH_ID = 30;

    private static final int HOP_SIZE = 8;
    private static final int HOP_FLAGS_BYTE = 2;
    private static final int HOP_HOPS = 3;
    private static final int HOP_INDEX = 4;

    private RouteCodec() {}

    static byte[] write(GatewayRoute route) {
        Prefix destination = route.destination();
        byte[] header = ByteBuffer.allocate(HEADER_SIZE)
                .put((byte) destination.family())
                .put((byte) destination.length())
                .put(PROTOCOL, (byte) RTPROT_STATIC)
                .put(TYPE, (byte) RTN_UNICAST)
                .array();
        var out = new AttributeWriter().raw(header);
        if (destination.length() > 0) {
            out.bytes(DST, destination.address().getAddress());
        }
        out.bytes(GATEWAY, route.gateway().getAddress())
                .u32(TABLE, route.table())
                .u32(OIF, route.link());
        String congestionControl = route.congestionControl();
        if (congestionControl != null) {
            out.nest(METRICS, metrics -> metrics.string(CC_ALGO, congestionControl));
        }
        return out.toBytes();
    }

    /** A route out of a link; the scope says whether a gateway is between. */
    static byte[] write(LinkRoute route) {
        return write(route, route.gateway().isPresent() ? Scope.UNIVERSE : Scope.LINK, RTN_UNICAST);
    }

    /** The route to be removed, whatever its scope and type. */
    static byte[] writeRemoved(LinkRoute route) {
        return write(route, Scope.NOWHERE, 0);
    }

    private static byte[] write(LinkRoute route, Scope scope, int type) {
        Prefix destination = route.destination();
        byte[] header = ByteBuffer.allocate(HEADER_SIZE)
                .order(ByteOrder.nativeOrder())
                .put((byte) destination.family())
                .put((byte) destination.length())
                .put(PROTOCOL, (byte) route.protocol().number())
                .put(SCOPE, (byte) scope.number())
                .put(TYPE, (byte) type)
                .putInt(FLAGS, route.onLink() ? RTNH_F_ONLINK : 0)
                .array();
        var out = new AttributeWriter().raw(header);
        if (destination.length() > 0 || destination.family() == Abi.AF_INET6) {
            out.bytes(DST, destination.address().getAddress());
        }
        route.gateway().ifPresent(gateway -> out.bytes(GATEWAY, gateway.getAddress()));
        return out.u32(TABLE, route.table()).u32(OIF, route.link()).toBytes();
    }

    /** All routes of all families and tables. */
    static byte[] all() {
        return new byte[HEADER_SIZE];
    }

    /** The flag has IPv4 name the table, and not only the route; IPv6 names it always, and refuses the flag. */
    static byte[] write(RouteQuery query) {
        Prefix destination = Prefix.host(query.destination());
        Optional<Prefix> source = query.source().map(Prefix::host);
        byte[] header = ByteBuffer.allocate(HEADER_SIZE)
                .order(ByteOrder.nativeOrder())
                .put((byte) destination.family())
                .put((byte) destination.length())
                .put((byte) (int) source.map(Prefix::length).orElse(0))
                .putInt(FLAGS, destination.family() == Abi.AF_INET ? RTM_F_LOOKUP_TABLE : 0)
                .array();
        var out = new AttributeWriter().raw(header);
        out.bytes(DST, destination.address().getAddress());
        source.ifPresent(from -> out.bytes(SRC, from.address().getAddress()));
        if (query.link() != 0) {
            out.u32(OIF, query.link());
        }
        return out.toBytes();
    }

    /** @return empty for a route of another family */
    static Optional<Route> read(MessageReader message) throws MalformedException {
        int family = message.u8(0);
        return Inet.isFamily(family) ? Optional.of(read(message, family)) : Optional.empty();
    }

    private static Route read(MessageReader message, int family) throws MalformedException {
        InetAddress destination = Inet.zero(family);
        InetAddress source = destination;
        InetAddress preferred = null;
        InetAddress gateway = null;
        int link = 0;
        long priority = 0;
        int table = message.u8(TABLE_BYTE);
        int nextHopObject = 0;
        List<NextHop> hops = new ArrayList<>();
        AttributeReader in = message.attributes(HEADER_SIZE);
        while (in.next()) {
            switch (in.type()) {
                case DST -> destination = Inet.address(family, in);
                case SRC -> source = Inet.address(family, in);
                case PREFSRC -> preferred = Inet.address(family, in);
                case OIF -> link = in.u32();
                case GATEWAY, VIA -> gateway = gateway(family, in);
                case PRIORITY -> priority = Integer.toUnsignedLong(in.u32());
                case TABLE -> table = in.u32();
                case MULTIPATH -> readHops(family, in.view(), hops);
                case NH_ID -> nextHopObject = in.u32();
                default -> {} // METRICS, CACHEINFO, PREF and more
            }
        }
        if (link != 0 || gateway != null) {
            hops.add(new NextHop(Optional.ofNullable(gateway), link, 1, message.u32(FLAGS) & HOP_FLAGS));
        }
        return new Route(
                Inet.prefix(destination, message.u8(DESTINATION_LENGTH)),
                source(source, message.u8(SOURCE_LENGTH)),
                message.u8(TOS),
                table,
                priority,
                Optional.ofNullable(preferred),
                new RouteType(message.u8(TYPE)),
                new Scope(message.u8(SCOPE)),
                new RouteProtocol(message.u8(PROTOCOL)),
                hops,
                nextHopObject);
    }

    /** The answer to a question of IPv6 without a source has one: the address of no host. */
    private static Prefix source(InetAddress address, int length) throws MalformedException {
        Prefix source = Inet.prefix(address, length);
        Prefix any = Prefix.any(address);
        return source.equals(Prefix.host(any.address())) ? any : source;
    }

    private static InetAddress gateway(int family, AttributeReader in) throws MalformedException {
        if (in.type() == GATEWAY) {
            return Inet.address(family, in);
        }
        ByteBuffer via = in.view();
        int size = Short.BYTES + (via.remaining() >= Short.BYTES && via.getShort() == Abi.AF_INET ? 4 : 16);
        byte[] whole = in.bytes(size);
        return Inet.address(Arrays.copyOfRange(whole, Short.BYTES, size));
    }

    private static void readHops(int family, ByteBuffer in, List<NextHop> hops) throws MalformedException {
        while (in.hasRemaining()) {
            int start = in.position();
            int length = in.remaining() < HOP_SIZE ? 0 : in.getShort(start) & 0xffff;
            if (length < HOP_SIZE || length > in.remaining()) {
                throw new MalformedException("a next hop of length " + length + " in " + in.remaining());
            }
            byte[] hop = new byte[length];
            in.get(start, hop);
            hops.add(new NextHop(
                    hopGateway(family, AttributeReader.of(hop, HOP_SIZE)),
                    in.getInt(start + HOP_INDEX),
                    (hop[HOP_HOPS] & 0xff) + 1,
                    hop[HOP_FLAGS_BYTE] & 0xff));
            in.position(Math.min(start + (length + 3 & ~3), in.limit()));
        }
    }

    private static Optional<InetAddress> hopGateway(int family, AttributeReader in) throws MalformedException {
        Optional<InetAddress> gateway = Optional.empty();
        while (in.next()) {
            if (in.type() == GATEWAY || in.type() == VIA) {
                gateway = Optional.of(gateway(family, in));
            }
        }
        return gateway;
    }
}
