package mptcp4j.pm;

import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;

/**
 * The codec of the limits: two of {@code MPTCP_PM_ATTR_*} of {@code include/uapi/linux/mptcp_pm.h}. In a request each may
 * be left out, and stays as it is.
 *
 * <pre>
 *  2  RCV_ADD_ADDRS  u32
 *  3  SUBFLOWS       u32
 * </pre>
 */
final class LimitsCodec {
    private static final int RCV_ADD_ADDRS = 2;
    private static final int SUBFLOWS = 3;
    private static final int NONE = -1;

    private LimitsCodec() {}

    static void write(AttributeWriter out, Limits limits) {
        writeAddAddrAccepted(out, limits.addAddrAccepted());
        writeSubflows(out, limits.subflows());
    }

    static void writeAddAddrAccepted(AttributeWriter out, int limit) {
        out.u32(RCV_ADD_ADDRS, limit);
    }

    static void writeSubflows(AttributeWriter out, int limit) {
        out.u32(SUBFLOWS, limit);
    }

    /** @throws MalformedException if one is missing, has the wrong width or is larger than any kernel's */
    static Limits read(AttributeReader in) throws MalformedException {
        int addAddrAccepted = NONE;
        int subflows = NONE;
        while (in.next()) {
            switch (in.type()) {
                case RCV_ADD_ADDRS -> addAddrAccepted = in.u32();
                case SUBFLOWS -> subflows = in.u32();
                default -> {} // a newer kernel may send more
            }
        }
        if (addAddrAccepted < 0 || subflows < 0) {
            throw new MalformedException(
                    "limits without a number, or with one too large: " + addAddrAccepted + ", " + subflows);
        }
        return new Limits(subflows, addAddrAccepted);
    }
}
