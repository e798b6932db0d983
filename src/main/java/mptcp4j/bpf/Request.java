package mptcp4j.bpf;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import mptcp4j.linux.IpAddress;

/**
 * What the program is asked, and what it answers in the same place: {@code struct request} of {@code
 * native/subflow_option.bpf.c}.
 *
 * <pre>
 *   0  local        16 bytes  IPv4 as ::ffff:a.b.c.d
 *  16  remote       16 bytes  likewise
 *  32  local port   u16
 *  34  remote port  u16
 *  36  token        u32
 *  40  interface    s32       0 for any
 *  44  action       u32
 *  48  level        s32
 *  52  name         s32
 *  56  length       u32
 *  60  matched      u32       answer, 0 or 1
 *  64  error        s32       answer, 0 or -errno
 *  68  family       u32       answer, of the socket
 *  72  value        64 bytes  in or out
 * </pre>
 */
final class Request {
    /** How many bytes a value may have: those of names, 16, and what the next kernels may think of. */
    static final int VALUE_SIZE = 64;

    static final int GET = 0;
    static final int SET = 1;
    static final int GET_INTERFACE = 2;
    static final int GET_TOS = 3;

    private static final int REMOTE = 16;
    private static final int LOCAL_PORT = 32;
    private static final int LENGTH = 56;
    private static final int MATCHED = 60;
    private static final int ERROR = 64;
    private static final int FAMILY = 68;
    private static final int VALUE = 72;

    private Request() {}

    /**
     * @param value what to set, or as many bytes as are to be read
     * @throws IllegalArgumentException if the value has no byte, or more than 64
     */
    static byte[] encode(SubflowSocket subflow, int action, int level, int name, byte[] value) {
        if (value.length == 0 || value.length > VALUE_SIZE) {
            throw new IllegalArgumentException(
                    "the value of an option has from 1 to " + VALUE_SIZE + " bytes: " + value.length);
        }
        var out = ByteBuffer.allocate(VALUE + VALUE_SIZE).order(ByteOrder.nativeOrder());
        out.put(sixteen(subflow.local().getAddress()));
        out.position(REMOTE).put(sixteen(subflow.remote().getAddress()));
        out.position(LOCAL_PORT)
                .putShort((short) subflow.local().getPort())
                .putShort((short) subflow.remote().getPort())
                .putInt((int) subflow.token())
                .putInt(scope(subflow.local().getAddress()))
                .putInt(action)
                .putInt(level)
                .putInt(name)
                .putInt(value.length);
        out.position(VALUE).put(value);
        return out.array();
    }

    private static byte[] sixteen(InetAddress address) {
        return address instanceof Inet4Address four ? IpAddress.mapped(four).getAddress() : address.getAddress();
    }

    /** The JDK gives addresses of any kind the scope of their link, and sockets are bound to one only for link-local ones. */
    private static int scope(InetAddress address) {
        return address instanceof Inet6Address six && six.isLinkLocalAddress() ? six.getScopeId() : 0;
    }

    /** What came back. */
    record Answer(boolean matched, int error, int family, byte[] value) {
        static Answer decode(byte[] request) {
            var in = ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
            byte[] value = Arrays.copyOfRange(request, VALUE, VALUE + in.getInt(LENGTH));
            return new Answer(in.getInt(MATCHED) != 0, -in.getInt(ERROR), in.getInt(FAMILY), value);
        }
    }
}
