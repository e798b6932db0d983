package mptcp4j.netlink;

import static mptcp4j.linux.Abi.AF_NETLINK;
import static mptcp4j.linux.Abi.SOCK_CLOEXEC;
import static mptcp4j.linux.Abi.SOCK_RAW;
import static mptcp4j.linux.Abi.SOL_SOCKET;
import static mptcp4j.linux.Abi.SO_RCVBUF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetlinkSocketKernelIT {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int CONTROLLER = 16;
    private static final int RTM_GETADDR = 22;
    private static final int ADDRESSES = 1500;
    /** {@code struct ifaddrmsg} that asks for all of them. */
    private static final byte[] ALL_ADDRESSES = new byte[8];

    @Test
    void receivesWholeDatagramsAndWaitsNoLongerThanTold() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC)) {
            assertEquals(Optional.empty(), socket.receive(Duration.ZERO));
            assertEquals(Optional.empty(), socket.receive(Duration.ofMillis(1)));
            socket.send(findController());
            assertEquals(1, Messages.decode(socket.receive(LONG).orElseThrow()).size(), "the family");
            assertEquals(1, Messages.decode(socket.receive(LONG).orElseThrow()).size(), "the acknowledgement");
            assertEquals(Optional.empty(), socket.receive(Duration.ZERO));
        }
    }

    @Test
    void refusesAProtocolThatTheKernelDoesNotHave() {
        LinuxException e = assertThrows(LinuxException.class, () -> NetlinkSocket.open(31));
        assertEquals(Errno.EPROTONOSUPPORT, e.errno());
    }

    @Test
    void refusesUseAfterClose() throws IOException {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC);
        socket.close();
        assertEquals(
                Errno.EBADF,
                assertThrows(LinuxException.class, () -> socket.send(findController()))
                        .errno());
        assertEquals(
                Errno.EBADF,
                assertThrows(LinuxException.class, () -> socket.receive(Duration.ZERO))
                        .errno());
    }

    @Test
    void nobodyButTheKernelCanWriteToUs() throws IOException {
        Requires.namespaces();
        // To write to another process at all takes CAP_NET_ADMIN over the namespace
        try (Netns netns = Netns.create()) {
            netns.run(NetlinkSocketKernelIT::writeToAnyAndToOurs);
        }
    }

    private static void writeToAnyAndToOurs() throws IOException {
        var libc = new Watched();
        try (NetlinkSocket socket = NetlinkSocket.open(libc.proxy, NetlinkSocket.GENERIC);
                Fd stranger = rawSocket();
                Fd unconnected = rawSocket()) {
            Fd.check("bind", Libc.get().bind(unconnected.number(), address(0)));
            byte[] forged = new Message(CONTROLLER, 0, 1, new byte[4]).encode();

            Fd.check("connect", Libc.get().connect(stranger.number(), address(port(unconnected.number()))));
            assertEquals(forged.length, Libc.get().send(stranger.number(), forged, 0), "a socket is open to all");

            Fd.check("connect", Libc.get().connect(stranger.number(), address(port(libc.socket))));
            assertEquals(-Errno.ECONNREFUSED.number(), Libc.get().send(stranger.number(), forged, 0), "but not ours");
            assertEquals(Optional.empty(), socket.receive(Duration.ZERO));
        }
    }

    @Test
    void signalDoesNotEndTheWait() throws IOException {
        var libc = new Watched();
        libc.interruptions = 2;
        try (NetlinkSocket socket = NetlinkSocket.open(libc.proxy, NetlinkSocket.GENERIC)) {
            long start = System.nanoTime();
            assertEquals(Optional.empty(), socket.receive(Duration.ofMillis(20)));
            assertEquals(0, libc.interruptions);
            assertTrue(System.nanoTime() - start >= 20_000_000, "waited all the same");
            libc.interruptions = Integer.MAX_VALUE;
            assertEquals(Optional.empty(), socket.receive(Duration.ofMillis(5)), "a storm of signals");
        }
    }

    @Test
    void lossIsReportedOnceAndTheRestIsThere() throws IOException {
        var libc = new Watched();
        try (NetlinkSocket socket = NetlinkSocket.open(libc.proxy, NetlinkSocket.GENERIC)) {
            byte[] least = {1, 0, 0, 0};
            Fd.check("setsockopt", Libc.get().setsockopt(libc.socket, SOL_SOCKET, SO_RCVBUF, least));
            for (int i = 0; i < 50; i++) {
                socket.send(findController());
            }
            LinuxException e = assertThrows(LinuxException.class, () -> socket.receive(LONG));
            assertEquals(Errno.ENOBUFS, e.errno());
            assertTrue(socket.receive(Duration.ZERO).isPresent());
        }
    }

    @Test
    void dumpsATableOfManyDatagrams() throws IOException {
        try (Netns netns = withAddresses();
                var connection = new NetlinkConnection(netns.call(() -> NetlinkSocket.open(NetlinkSocket.ROUTE)))) {
            assertEquals(
                    ADDRESSES,
                    connection
                            .dump("address show", RTM_GETADDR, ALL_ADDRESSES, MessageReader::type)
                            .size());
        }
    }

    @Test
    void kernelRefusesADumpWhileAnotherIsUnread() throws IOException {
        try (Netns netns = withAddresses();
                NetlinkSocket socket = netns.call(() -> NetlinkSocket.open(NetlinkSocket.ROUTE))) {
            socket.send(dumpAddresses(1));
            socket.send(dumpAddresses(2));
            Message answer = null;
            while (answer == null) {
                for (Message m : Messages.decode(socket.receive(LONG).orElseThrow())) {
                    answer = m.sequence() == 2 ? m : answer;
                }
            }
            assertEquals(
                    Optional.of(Errno.EBUSY),
                    Ack.decode(Messages.reader(answer)).errno());
        }
    }

    @Test
    void dumpAfterOneThatWasGivenUpIsWhole() throws IOException {
        try (Netns netns = withAddresses();
                var losesOne = new LosesOne(netns.call(() -> NetlinkSocket.open(NetlinkSocket.ROUTE)));
                var connection = new NetlinkConnection(losesOne)) {
            assertThrows(
                    LinuxException.class,
                    () -> connection.dump("show", RTM_GETADDR, ALL_ADDRESSES, MessageReader::type));
            assertEquals(
                    ADDRESSES,
                    connection
                            .dump("show", RTM_GETADDR, ALL_ADDRESSES, MessageReader::type)
                            .size());
        }
    }

    private static Netns withAddresses() throws IOException {
        Requires.namespaces();
        Requires.program("ip");
        Netns netns = Netns.create();
        netns.run(() -> {
            Process ip = new ProcessBuilder("ip", "-batch", "-")
                    .redirectErrorStream(true)
                    .start();
            try (var commands = ip.outputWriter()) {
                for (int i : IntStream.range(0, ADDRESSES).toArray()) {
                    commands.write("address add 10.0." + i / 250 + "." + (1 + i % 250) + "/32 dev lo\n");
                }
            }
            assertEquals("", new String(ip.getInputStream().readAllBytes()));
            assertEquals(0, ip.waitFor());
        });
        return netns;
    }

    private static byte[] findController() {
        byte[] payload = new AttributeWriter()
                .raw(new byte[] {3, 1, 0, 0})
                .string(2, "nlctrl")
                .toBytes();
        return new Message(CONTROLLER, Message.REQUEST | Message.ACK, 1, payload).encode();
    }

    private static byte[] dumpAddresses(int sequence) {
        return new Message(RTM_GETADDR, Message.REQUEST | Message.DUMP, sequence, ALL_ADDRESSES).encode();
    }

    private static Fd rawSocket() throws IOException {
        return Fd.of("socket", Libc.get().socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NetlinkSocket.GENERIC));
    }

    private static byte[] address(int port) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_NETLINK)
                .putInt(4, port)
                .array();
    }

    private static int port(int socket) throws IOException {
        byte[] name = new byte[12];
        Fd.check("getsockname", Libc.get().getsockname(socket, name));
        return ByteBuffer.wrap(name).order(ByteOrder.nativeOrder()).getInt(4);
    }

    /** The real calls, of which it remembers the socket and interrupts {@code poll} as often as told. */
    private static final class Watched implements InvocationHandler {
        final Libc proxy =
                (Libc) Proxy.newProxyInstance(Libc.class.getClassLoader(), new Class<?>[] {Libc.class}, this);
        int socket;
        int interruptions;

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("poll") && interruptions > 0) {
                interruptions--;
                return -Errno.EINTR.number();
            }
            Object result = method.invoke(Libc.get(), arguments);
            if (method.getName().equals("socket")) {
                socket = (int) result;
            }
            return result;
        }
    }

    /** Fails like a socket that lost messages, once, after the first datagram. */
    private static final class LosesOne implements Transport {
        private final Transport real;
        private int received;

        LosesOne(Transport real) {
            this.real = real;
        }

        @Override
        public void send(byte[] datagram) throws IOException {
            real.send(datagram);
        }

        @Override
        public Optional<ByteBuffer> receive(Duration timeout) throws IOException {
            if (received++ == 1) {
                throw new LinuxException("recv(NETLINK)", Errno.ENOBUFS);
            }
            return real.receive(timeout);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
