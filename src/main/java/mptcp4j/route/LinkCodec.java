package mptcp4j.route;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;

/**
 * The codec of RTM_NEWLINK, RTM_GETLINK and RTM_DELLINK ({@code include/uapi/linux/if_link.h}), in the byte order of the
 * machine.
 *
 * <pre>
 *  struct ifinfomsg                 attributes
 *  0  family  u8                     3  IFNAME        text
 *  2  type    u16                    4  MTU           u32
 *  4  index   s32                   10  MASTER        u32, 0 for none
 *  8  flags   u32                   16  OPERSTATE     u8
 * 12  change  u32, mask of flags    18  LINKINFO      nest: 1 KIND text, 2 DATA nest
 *                                   23  STATS64       u64 each: rx packets, tx packets, rx bytes, tx bytes, ...
 *                                   28  NET_NS_FD     u32
 *                                   29  EXT_MASK      u32, what a dump shall hold
 *                                   33  CARRIER       u8
 *                                   40  GSO_MAX_SEGS  u32
 * </pre>
 *
 * The DATA of a veth holds one attribute, 1 PEER: an ifinfomsg and the attributes of the other end. That of a bridge has
 * 23 MCAST_SNOOPING, u8.
 */
final class LinkCodec {
    private static final int HEADER_SIZE = 16;
    private static final int INDEX = 4;
    private static final int FLAGS = 8;

    private static final int IFF_UP = 1;

    private static final int IFNAME = 3;
    private static final int MTU = 4;
    private static final int MASTER = 10;
    private static final int OPERSTATE = 16;
    private static final int LINKINFO = 18;
    private static final int STATS64 = 23;
    private static final int NET_NS_FD = 28;
    private static final int EXT_MASK = 29;
    private static final int RTEXT_FILTER_SKIP_STATS = 8;
    private static final int CARRIER = 33;
    private static final int GSO_MAX_SEGS = 40;

    private static final int INFO_KIND = 1;
    private static final int INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;
    private static final int BR_MCAST_SNOOPING = 23;

    private static final int COUNTERS_SIZE = 4 * Long.BYTES;

    private LinkCodec() {}

    static byte[] byIndex(int index) {
        return header(index, 0, 0).toBytes();
    }

    static byte[] byName(String name) {
        return header(0, 0, 0).string(IFNAME, name).toBytes();
    }

    /** All links, without their counters, which are most of what the kernel would say. */
    static byte[] all() {
        return header(0, 0, 0).u32(EXT_MASK, RTEXT_FILTER_SKIP_STATS).toBytes();
    }

    static byte[] up(int index, boolean up) {
        return header(index, up ? IFF_UP : 0, IFF_UP).toBytes();
    }

    static byte[] master(int index, int master) {
        return header(index, 0, 0).u32(MASTER, master).toBytes();
    }

    static byte[] gsoMaxSegments(int index, int segments) {
        return header(index, 0, 0).u32(GSO_MAX_SEGS, segments).toBytes();
    }

    static byte[] bridge(String name) {
        return made(name, "bridge", data -> data.u8(BR_MCAST_SNOOPING, 0));
    }

    static byte[] veth(String name, String peer, int peerNamespace) {
        return made(
                name,
                "veth",
                data -> data.nest(
                        VETH_INFO_PEER,
                        end -> end.raw(new byte[HEADER_SIZE])
                                .string(IFNAME, peer)
                                .u32(NET_NS_FD, peerNamespace)));
    }

    static Link read(MessageReader message) throws MalformedException {
        String name = "";
        String kind = "";
        boolean carrier = false;
        int state = 0;
        int mtu = 0;
        int master = 0;
        AttributeReader in = message.attributes(HEADER_SIZE);
        while (in.next()) {
            switch (in.type()) {
                case IFNAME -> name = in.string();
                case MTU -> mtu = in.u32();
                case MASTER -> master = in.u32();
                case OPERSTATE -> state = in.u8();
                case LINKINFO -> kind = kind(in.nested());
                case CARRIER -> carrier = in.u8() != 0;
                default -> {} // dozens more
            }
        }
        OperationalState operational = OperationalState.of(state);
        return new Link(message.u32(INDEX), name, kind, message.u32(FLAGS), carrier, operational, mtu, master);
    }

    static LinkCounters readCounters(MessageReader message) throws MalformedException {
        AttributeReader in = message.attributes(HEADER_SIZE);
        while (in.next()) {
            if (in.type() == STATS64) {
                return counters(in.view());
            }
        }
        throw new MalformedException("a link without counters");
    }

    private static String kind(AttributeReader in) throws MalformedException {
        while (in.next()) {
            if (in.type() == INFO_KIND) {
                return in.string();
            }
        }
        return "";
    }

    /** The structure grows at its end with the kernel's version. */
    private static LinkCounters counters(ByteBuffer in) throws MalformedException {
        if (in.remaining() < COUNTERS_SIZE) {
            throw new MalformedException("link counters of " + in.remaining() + " bytes");
        }
        return new LinkCounters(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    private static byte[] made(String name, String kind, Consumer<AttributeWriter> data) {
        return header(0, 0, 0)
                .string(IFNAME, name)
                .nest(LINKINFO, info -> info.string(INFO_KIND, kind).nest(INFO_DATA, data))
                .toBytes();
    }

    private static AttributeWriter header(int index, int flags, int change) {
        var header = ByteBuffer.allocate(HEADER_SIZE).order(ByteOrder.nativeOrder());
        header.putInt(INDEX, index).putInt(FLAGS, flags).putInt(FLAGS + Integer.BYTES, change);
        return new AttributeWriter().raw(header.array());
    }
}
