package mptcp4j.route;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import mptcp4j.linux.Abi;
import mptcp4j.netlink.AttributeWriter;

/**
 * The codec of RTM_NEWADDR and RTM_DELADDR ({@code include/uapi/linux/if_addr.h}).
 *
 * <pre>
 *  struct ifaddrmsg          attributes
 *  0  family         u8       1  ADDRESS  4 or 16 bytes, network order
 *  1  prefix length  u8       2  LOCAL    the same, as the link is not point to point
 *  2  flags          u8
 *  3  scope          u8
 *  4  index          u32
 * </pre>
 */
final class AddressCodec {
    private static final int HEADER_SIZE = 8;
    private static final int IFA_F_NODAD = 2;
    private static final int ADDRESS = 1;
    private static final int LOCAL = 2;

    private AddressCodec() {}

    /** An IPv6 address is usable at once: without NODAD it would stay tentative for a second. */
    static byte[] write(int link, Prefix prefix) {
        boolean v6 = prefix.family() == Abi.AF_INET6;
        byte[] address = prefix.address().getAddress();
        byte[] header = ByteBuffer.allocate(HEADER_SIZE)
                .order(ByteOrder.nativeOrder())
                .put((byte) prefix.family())
                .put((byte) prefix.length())
                .put((byte) (v6 ? IFA_F_NODAD : 0))
                .put((byte) 0)
                .putInt(link)
                .array();
        return new AttributeWriter()
                .raw(header)
                .bytes(LOCAL, address)
                .bytes(ADDRESS, address)
                .toBytes();
    }
}
