package mptcp4j.route;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import mptcp4j.linux.Abi;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;
import org.jspecify.annotations.Nullable;

/**
 * The codec of RTM_NEWADDR, RTM_DELADDR and RTM_GETADDR ({@code include/uapi/linux/if_addr.h}), in the byte order of the
 * machine but for addresses.
 *
 * <pre>
 *  struct ifaddrmsg          attributes
 *  0  family         u8       1  ADDRESS    4 or 16 bytes: the peer's where the link is point to point
 *  1  prefix length  u8       2  LOCAL      4 or 16 bytes: the host's own; IPv6 has it only beside a peer's
 *  2  flags          u8       6  CACHEINFO  struct ifa_cacheinfo
 *  3  scope          u8       8  FLAGS      u32, of which the header's byte has the first 8
 *  4  index          u32
 *
 *  struct ifa_cacheinfo
 *  0  preferred  u32  seconds that are left, all ones for ever
 *  4  valid      u32  the same
 *  8  created, updated
 * </pre>
 */
final class AddressCodec {
    private static final int HEADER_SIZE = 8;
    private static final int PREFIX_LENGTH = 1;
    private static final int FLAGS_BYTE = 2;
    private static final int SCOPE = 3;
    private static final int INDEX = 4;
    private static final int IFA_F_NODAD = 2;

    private static final int ADDRESS = 1;
    private static final int LOCAL = 2;
    private static final int CACHEINFO = 6;
    private static final int FLAGS = 8;

    private static final int CACHEINFO_SIZE = 16;
    private static final int PREFERRED = 0;
    private static final int VALID = 4;
    private static final int FOR_EVER = -1;

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

    /** All addresses of all families. */
    static byte[] all() {
        return new byte[HEADER_SIZE];
    }

    /** @return empty for an address of another family */
    static Optional<Address> read(MessageReader message) throws MalformedException {
        int family = message.u8(0);
        return Inet.isFamily(family) ? Optional.of(read(message, family)) : Optional.empty();
    }

    private static Address read(MessageReader message, int family) throws MalformedException {
        InetAddress address = null;
        InetAddress local = null;
        int flags = message.u8(FLAGS_BYTE);
        Optional<Duration> preferred = Optional.empty();
        Optional<Duration> valid = Optional.empty();
        AttributeReader in = message.attributes(HEADER_SIZE);
        while (in.next()) {
            switch (in.type()) {
                case ADDRESS -> address = Inet.address(family, in);
                case LOCAL -> local = Inet.address(family, in);
                case FLAGS -> flags = in.u32();
                case CACHEINFO -> {
                    preferred = lifetime(in, PREFERRED);
                    valid = lifetime(in, VALID);
                }
                default -> {} // LABEL, BROADCAST, RT_PRIORITY, PROTO
            }
        }
        InetAddress own = present(local == null ? address : local);
        Optional<InetAddress> peer = Optional.ofNullable(address).filter(other -> !other.equals(own));
        int length = Inet.prefix(own, message.u8(PREFIX_LENGTH)).length();
        var scope = new Scope(message.u8(SCOPE));
        return new Address(message.u32(INDEX), own, length, peer, scope, new AddressFlags(flags), preferred, valid);
    }

    private static Optional<Duration> lifetime(AttributeReader in, int offset) throws MalformedException {
        if (in.length() < CACHEINFO_SIZE) {
            throw new MalformedException("lifetimes of an address in " + in.length() + " bytes");
        }
        int seconds = in.view().getInt(offset);
        return seconds == FOR_EVER
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Integer.toUnsignedLong(seconds)));
    }

    private static InetAddress present(@Nullable InetAddress address) throws MalformedException {
        if (address == null) {
            throw new MalformedException("an address of a link without an address");
        }
        return address;
    }
}
