package mptcp4j.linux;

import static mptcp4j.linux.Abi.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import mptcp4j.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link Libc} does, asked of the real one. */
abstract class LibcContract {
    private static final int SOL_MPTCP = 284;
    private static final int MPTCP_FULL_INFO = 4;
    private static final byte UNTOUCHED = 0x55;

    private final Libc libc = libc();
    private int fd = -1;

    abstract Libc libc();

    @AfterEach
    void closeSocket() {
        if (fd >= 0) {
            assertEquals(0, libc.close(fd));
        }
    }

    @Test
    void opensAndClosesASocket() {
        int socket = libc.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
        assertTrue(socket > 2);
        assertEquals(0, libc.close(socket));
        assertEquals(-Errno.EBADF.number(), libc.close(socket));
    }

    @Test
    void aRefusalIsMinusErrno() {
        assertEquals(-Errno.EAFNOSUPPORT.number(), libc.socket(99, SOCK_STREAM, 0));
        assertEquals(-Errno.ENOENT.number(), libc.open("/no/such/file", O_RDONLY));
        assertEquals(-Errno.EBADF.number(), libc.fcntl(-1, F_GETFD, 0));
        assertEquals(-Errno.EBADF.number(), libc.send(-1, new byte[1], 0));
        assertEquals(-Errno.EBADF.number(), libc.recv(-1, ByteBuffer.allocateDirect(1), 0));
        assertEquals(-Errno.EINVAL.number(), libc.unshare(-1));
        assertEquals(-Errno.EBADF.number(), libc.setns(-1, CLONE_NEWNET));
        assertEquals(-Errno.EBADF.number(), libc.dup3(-1, 5, 0));
    }

    @Test
    void setsAndGetsAnOption() {
        fd = libc.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
        assertEquals(0, libc.setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, ints(1)));
        byte[] value = new byte[8];
        assertEquals(4, libc.getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, value));
        assertArrayEquals(ints(1, 0), value);
        assertEquals(-Errno.ENOPROTOOPT.number(), libc.getsockopt(fd, SOL_SOCKET, 9999, value));
    }

    @Test
    void bindsAndNamesASocket() {
        fd = libc.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        assertEquals(0, libc.bind(fd, SockAddr.encode(loopback)));
        byte[] name = new byte[SockAddr.STORAGE_SIZE];
        assertEquals(16, libc.getsockname(fd, name));
        InetSocketAddress bound = SockAddr.decode(name, 0, 16).orElseThrow();
        assertEquals(InetAddress.getLoopbackAddress(), bound.getAddress());
        assertEquals(-Errno.ENOTCONN.number(), libc.getpeername(fd, name));
        assertEquals(0, libc.connect(fd, SockAddr.encode(bound)));
        assertEquals(16, libc.getpeername(fd, name));
        assertEquals(bound, SockAddr.decode(name, 0, 16).orElseThrow());
        assertEquals(16, libc.getsockname(fd, new byte[4]), "the length of the whole address");
    }

    @Test
    void sendsPollsAndReceives() {
        fd = libc.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        byte[] name = new byte[16];
        assertEquals(0, libc.bind(fd, SockAddr.encode(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))));
        assertEquals(16, libc.getsockname(fd, name));
        assertEquals(0, libc.connect(fd, name));
        byte[] pollfd = pollfd(fd);
        assertEquals(0, libc.poll(pollfd, 0));
        assertArrayEquals(pollfd(fd), pollfd);
        assertEquals(5, libc.send(fd, new byte[] {1, 2, 3, 4, 5}, 0));
        assertEquals(1, libc.poll(pollfd, 5000));
        assertEquals(
                POLLIN, ByteBuffer.wrap(pollfd).order(ByteOrder.nativeOrder()).getShort(6));
        var two = ByteBuffer.allocateDirect(2).position(1);
        assertEquals(5, libc.recv(fd, two, MSG_PEEK | MSG_TRUNC), "the length of the whole datagram");
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2}), two.position(0));
        var five = ByteBuffer.allocateDirect(5).limit(3);
        assertEquals(5, libc.recv(fd, five, MSG_DONTWAIT));
        assertEquals(3, five.limit());
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), five.clear());
        assertEquals(-Errno.EAGAIN.number(), libc.recv(fd, five, MSG_DONTWAIT));
    }

    @Test
    void pollsSeveralAndSaysWhichIsReady() {
        fd = libc.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        int other = libc.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        byte[] both = ByteBuffer.allocate(16).put(pollfd(fd)).put(pollfd(other)).array();
        assertEquals(0, libc.poll(both, 1));
        assertEquals(
                8,
                libc.write(
                        other,
                        ByteBuffer.allocate(8)
                                .order(ByteOrder.nativeOrder())
                                .putLong(1)
                                .array()));
        assertEquals(1, libc.poll(both, 5000));
        var found = ByteBuffer.wrap(both).order(ByteOrder.nativeOrder());
        assertEquals(0, found.getShort(6));
        assertEquals(POLLIN, found.getShort(14));
        assertEquals(-Errno.EINVAL.number(), libc.write(other, new byte[1]), "eventfd takes 8 bytes");
        byte[] counter = filled(9);
        assertEquals(8, libc.read(other, counter));
        assertEquals(ByteBuffer.wrap(counter).order(ByteOrder.nativeOrder()).getLong(), 1);
        assertEquals(UNTOUCHED, counter[8]);
        assertEquals(-Errno.EAGAIN.number(), libc.read(other, counter));
        assertEquals(0, libc.close(other));
        assertEquals(-Errno.EINVAL.number(), libc.eventfd(0, 1 << 30));
    }

    private static byte[] pollfd(int fd) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putInt(fd)
                .putShort((short) POLLIN)
                .array();
    }

    @Test
    void duplicatesOverAnotherDescriptor() {
        fd = libc.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
        int other = libc.socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        assertEquals(other, libc.dup3(fd, other, O_CLOEXEC));
        assertEquals(FD_CLOEXEC, libc.fcntl(other, F_GETFD, 0));
        byte[] domain = new byte[4];
        assertEquals(4, libc.getsockopt(other, SOL_SOCKET, SO_DOMAIN, domain));
        assertArrayEquals(ints(AF_INET), domain);
        assertEquals(0, libc.close(other));
    }

    @Test
    void passesTheArgumentOfFcntl() {
        fd = libc.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
        assertEquals(0, libc.fcntl(fd, F_GETFL, 0) & O_NONBLOCK);
        assertEquals(0, libc.fcntl(fd, F_SETFL, O_NONBLOCK));
        assertEquals(O_NONBLOCK, libc.fcntl(fd, F_GETFL, 0) & O_NONBLOCK);
        int copy = libc.fcntl(fd, F_DUPFD_CLOEXEC, 200);
        assertTrue(copy >= 200);
        assertEquals(0, libc.close(copy));
    }

    /** MPTCP_FULL_INFO of a socket that is only bound has one subflow, in state TCP_CLOSE. */
    @Test
    void anOptionPointsToMemoryThatTheKernelWrites() {
        fd = libc.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP);
        Requires.that(fd >= 0, "needs MPTCP sockets: " + fd);
        byte[] name = SockAddr.encode(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        assertEquals(0, libc.bind(fd, name));
        assertEquals(name.length, libc.getsockname(fd, name));
        int valueSize = 40;
        int addressesSize = 264;
        int tcpInfoSize = 4;
        ByteBuffer value = ByteBuffer.allocateDirect(512).order(ByteOrder.nativeOrder());
        value.put(filled(512)).put(0, ints(0, tcpInfoSize, 0, addressesSize, 0, 1, 0, 0, 0, 0));
        value.putLong(24, libc.address(value) + valueSize).putLong(32, libc.address(value) + valueSize + addressesSize);
        int length = libc.getsockopt(fd, SOL_MPTCP, MPTCP_FULL_INFO, value, valueSize);
        Requires.that(length != -Errno.EOPNOTSUPP.number(), "needs MPTCP_FULL_INFO (Linux 6.5)");
        assertEquals(valueSize, length);
        assertEquals(512, value.position(), "stays");
        assertEquals(1, value.getInt(16), "subflows");
        assertArrayEquals(name, bytes(value, valueSize + 8, name.length), "where the subflow is bound");
        assertArrayEquals(
                new byte[] {7, 0, 0, 0, UNTOUCHED, UNTOUCHED, UNTOUCHED}, bytes(value, valueSize + addressesSize, 7));
    }

    private static byte[] bytes(ByteBuffer in, int from, int length) {
        byte[] bytes = new byte[length];
        in.get(from, bytes);
        return bytes;
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, UNTOUCHED);
        return bytes;
    }

    static byte[] ints(int... values) {
        var out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.nativeOrder());
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }
}
