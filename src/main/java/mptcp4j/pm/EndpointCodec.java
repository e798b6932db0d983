package mptcp4j.pm;

import java.net.Inet4Address;
import java.net.InetAddress;
import mptcp4j.linux.Abi;
import mptcp4j.linux.IpAddress;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * The codec of an endpoint: {@code MPTCP_PM_ADDR_ATTR_*} of {@code include/uapi/linux/mptcp_pm.h}.
 *
 * <pre>
 *  1  FAMILY  u16
 *  2  ID      u8
 *  3  ADDR4   4 bytes
 *  4  ADDR6   16 bytes
 *  5  PORT    u16       host order here; the same port in an event is network order
 *  6  FLAGS   u32
 *  7  IF_IDX  s32
 * </pre>
 *
 * Written in the order of {@code ip mptcp}; the kernel takes any.
 */
final class EndpointCodec {
    private static final int FAMILY = 1;
    private static final int ID = 2;
    private static final int ADDR4 = 3;
    private static final int ADDR6 = 4;
    private static final int PORT = 5;
    private static final int FLAGS = 6;
    private static final int IF_IDX = 7;

    private EndpointCodec() {}

    static void write(AttributeWriter out, Endpoint endpoint) {
        if (endpoint.id() != 0) {
            writeId(out, endpoint.id());
        }
        writeFlags(out, endpoint.flags());
        if (endpoint.interfaceIndex() != 0) {
            out.u32(IF_IDX, endpoint.interfaceIndex());
        }
        writeAddress(out, endpoint.address(), endpoint.port());
    }

    static void writeId(AttributeWriter out, int id) {
        out.u8(ID, id);
    }

    static void writeFlags(AttributeWriter out, EndpointFlags flags) {
        if (flags.bits() != 0) {
            out.u32(FLAGS, flags.bits());
        }
    }

    static void writeAddress(AttributeWriter out, InetAddress address, int port) {
        if (port != 0) {
            out.u16(PORT, port);
        }
        boolean v4 = address instanceof Inet4Address;
        out.u16(FAMILY, v4 ? Abi.AF_INET : Abi.AF_INET6);
        out.bytes(v4 ? ADDR4 : ADDR6, address.getAddress());
    }

    /** @throws MalformedException if a value has the wrong width or the address is missing */
    static Endpoint read(AttributeReader in) throws MalformedException {
        int id = 0;
        InetAddress address = null;
        int port = 0;
        int flags = 0;
        int interfaceIndex = 0;
        while (in.next()) {
            switch (in.type()) {
                case ID -> id = in.u8();
                case ADDR4 -> address = IpAddress.of(in.bytes(4));
                case ADDR6 -> address = IpAddress.of(in.bytes(16));
                case PORT -> port = in.u16();
                case FLAGS -> flags = in.u32();
                case IF_IDX -> interfaceIndex = in.u32();
                default -> {} // FAMILY follows from the address; a newer kernel may send more
            }
        }
        return new Endpoint(id, present(address), port, interfaceIndex, new EndpointFlags(flags));
    }

    private static InetAddress present(@Nullable InetAddress address) throws MalformedException {
        if (address == null) {
            throw new MalformedException("an endpoint without an address");
        }
        return address;
    }
}
