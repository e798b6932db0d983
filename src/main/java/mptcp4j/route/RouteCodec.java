package mptcp4j.route;

import java.nio.ByteBuffer;
import mptcp4j.netlink.AttributeWriter;

/**
 * The codec of RTM_NEWROUTE ({@code include/uapi/linux/rtnetlink.h}).
 *
 * <pre>
 *  struct rtmsg               attributes
 *  0  family              u8   1  DST      4 or 16 bytes, network order; absent for a default route
 *  1  destination length  u8   4  OIF      u32
 *  2  source length       u8   5  GATEWAY  4 or 16 bytes, network order
 *  3  tos                 u8   8  METRICS  nest: 16 CC_ALGO text; absent for the default
 *  4  table               u8  15  TABLE    u32, instead of the header's byte
 *  5  protocol            u8   who made it: 4 RTPROT_STATIC
 *  6  scope               u8   0 RT_SCOPE_UNIVERSE
 *  7  type                u8   1 RTN_UNICAST
 *  8  flags               u32
 * </pre>
 */
final class RouteCodec {
    private static final int HEADER_SIZE = 12;
    private static final int PROTOCOL = 5;
    private static final int RTPROT_STATIC = 4;
    private static final int TYPE = 7;
    private static final int RTN_UNICAST = 1;

    private static final int DST = 1;
    private static final int OIF = 4;
    private static final int GATEWAY = 5;
    private static final int METRICS = 8;
    private static final int CC_ALGO = 16;
    private static final int TABLE = 15;

    private RouteCodec() {}

    static byte[] write(Route route) {
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
}
