package mptcp4j.linux;

import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.linux.Abi.AF_INET6;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The codec of {@code struct sockaddr_in} and {@code struct sockaddr_in6}.
 *
 * <pre>
 *  sockaddr_in             sockaddr_in6
 *  0  family   u16         0  family    u16
 *  2  port     be16        2  port      be16
 *  4  address  4 bytes     4  flowinfo  be32
 *  8  zero     8 bytes     8  address   16 bytes
 *                         24  scope id  u32
 * </pre>
 */
public final class SockAddr {
    /** The size of {@code struct sockaddr_storage}: room for any address. */
    public static final int STORAGE_SIZE = 128;

    private static final int PORT = 2;
    private static final int V4_SIZE = 16;
    private static final int V4_ADDRESS = 4;
    private static final int V6_SIZE = 28;
    private static final int V6_ADDRESS = 8;
    private static final int V6_SCOPE = 24;

    private static final VarHandle NATIVE_SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
    private static final VarHandle NATIVE_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle BIG_ENDIAN_SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private SockAddr() {}

    /** Returns the bytes of an address. @throws IllegalArgumentException if it is unresolved */
    public static byte[] encode(InetSocketAddress address) {
        InetAddress host = IpAddress.resolved(address);
        boolean v4 = host instanceof Inet4Address;
        var out = ByteBuffer.allocate(v4 ? V4_SIZE : V6_SIZE).order(ByteOrder.nativeOrder());
        out.putShort(0, (short) (v4 ? AF_INET : AF_INET6));
        out.order(ByteOrder.BIG_ENDIAN).putShort(PORT, (short) address.getPort());
        out.position(v4 ? V4_ADDRESS : V6_ADDRESS).put(host.getAddress());
        if (host instanceof Inet6Address v6) {
            out.order(ByteOrder.nativeOrder()).putInt(V6_SCOPE, v6.getScopeId());
        }
        return out.array();
    }

    /**
     * Returns the address in a {@code sockaddr_storage} or shorter, a v4-mapped one as IPv4 like the JDK does.
     *
     * @return empty for a family that is neither IPv4 nor IPv6, and for fewer bytes than its family needs
     */
    public static Optional<InetSocketAddress> decode(byte[] bytes, int offset, int length) {
        if (length < V4_SIZE) {
            return Optional.empty();
        }
        int family = (short) NATIVE_SHORT.get(bytes, offset) & 0xffff;
        int port = (short) BIG_ENDIAN_SHORT.get(bytes, offset + PORT) & 0xffff;
        if (family == AF_INET) {
            return Optional.of(new InetSocketAddress(host(bytes, offset + V4_ADDRESS, 4, 0), port));
        }
        if (family == AF_INET6 && length >= V6_SIZE) {
            int scope = (int) NATIVE_INT.get(bytes, offset + V6_SCOPE);
            return Optional.of(new InetSocketAddress(host(bytes, offset + V6_ADDRESS, 16, scope), port));
        }
        return Optional.empty();
    }

    private static InetAddress host(byte[] bytes, int from, int length, int scope) {
        return IpAddress.plain(Arrays.copyOfRange(bytes, from, from + length), scope);
    }
}
