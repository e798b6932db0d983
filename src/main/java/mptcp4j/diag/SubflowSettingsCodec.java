package mptcp4j.diag;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;

/**
 * Reads the options of TCP sockets: attributes behind {@link InetDiag}.
 *
 * <pre>
 *  4  CONG       text
 *  5  TOS        u8
 *  6  TCLASS     u8, of a socket for IPv6
 *  7  SKMEMINFO  u32 each; a newer kernel may have more
 *      1  RCVBUF
 *      3  SNDBUF
 * 15  MARK       u32, with CAP_NET_ADMIN
 * </pre>
 */
final class SubflowSettingsCodec {
    /** Those that have to be asked for. */
    static final int[] EXTENSIONS = {InetDiag.CONG, InetDiag.TOS, InetDiag.TCLASS, InetDiag.SKMEMINFO};

    private static final int SK_MEMINFO_RCVBUF = 1;
    private static final int SK_MEMINFO_SNDBUF = 3;

    private Optional<String> congestionControl = Optional.empty();
    private OptionalInt tos = OptionalInt.empty();
    private OptionalInt trafficClass = OptionalInt.empty();
    private OptionalLong mark = OptionalLong.empty();
    private OptionalLong receiveBuffer = OptionalLong.empty();
    private OptionalLong sendBuffer = OptionalLong.empty();

    private SubflowSettingsCodec() {}

    /** @throws MalformedException if a value has the wrong width */
    static SubflowSettings read(MessageReader message) throws MalformedException {
        var its = new SubflowSettingsCodec();
        AttributeReader in = message.attributes(InetDiag.HEADER_SIZE);
        while (in.next()) {
            its.take(in);
        }
        return its.settings(InetDiag.of(message));
    }

    private void take(AttributeReader in) throws MalformedException {
        switch (in.type()) {
            case InetDiag.CONG -> congestionControl = Optional.of(in.string());
            case InetDiag.TOS -> tos = OptionalInt.of(in.u8());
            case InetDiag.TCLASS -> trafficClass = OptionalInt.of(in.u8());
            case InetDiag.SKMEMINFO -> takeMemory(in);
            case InetDiag.MARK -> mark = OptionalLong.of(Integer.toUnsignedLong(in.u32()));
            default -> {}
        }
    }

    private void takeMemory(AttributeReader in) throws MalformedException {
        if (in.length() < (SK_MEMINFO_SNDBUF + 1) * Integer.BYTES) {
            throw new MalformedException("memory of a socket in " + in.length() + " bytes");
        }
        ByteBuffer memory = in.view();
        receiveBuffer = u32(memory, SK_MEMINFO_RCVBUF);
        sendBuffer = u32(memory, SK_MEMINFO_SNDBUF);
    }

    private static OptionalLong u32(ByteBuffer memory, int index) {
        return OptionalLong.of(Integer.toUnsignedLong(memory.getInt(index * Integer.BYTES)));
    }

    private SubflowSettings settings(InetDiag header) {
        return new SubflowSettings(
                congestionControl,
                tos,
                trafficClass,
                mark,
                receiveBuffer,
                sendBuffer,
                header.interfaceIndex(),
                header.cookie());
    }
}
