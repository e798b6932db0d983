package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.Bytes;
import mptcp4j.netlink.Golden;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.MessageReader;
import mptcp4j.netlink.Messages;
import mptcp4j.pm.PathManagerEvent.AddressAnnounced;
import mptcp4j.pm.PathManagerEvent.AddressRemoved;
import mptcp4j.pm.PathManagerEvent.ConnectionClosed;
import mptcp4j.pm.PathManagerEvent.ConnectionCreated;
import mptcp4j.pm.PathManagerEvent.ConnectionEstablished;
import mptcp4j.pm.PathManagerEvent.ListenerClosed;
import mptcp4j.pm.PathManagerEvent.ListenerCreated;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.PathManagerEvent.SubflowEstablished;
import mptcp4j.pm.PathManagerEvent.SubflowPriority;
import mptcp4j.pm.PathManagerEvent.Unknown;
import org.junit.jupiter.api.Test;

class EventCodecTest {
    private static final int FAMILY = 28;
    private static final long CLIENT = 0x71e1eb6b;
    private static final long SERVER = 0x3186ce6c;
    private static final ConnectionFlags NONE = new ConnectionFlags(0);

    @Test
    void readsEachEventOfTheKernel() throws IOException {
        List<byte[]> golden = Golden.notifications("events");
        SubflowTuple first = tuple("127.0.0.1", 9000, "127.0.0.1", 8000, 0, 0);
        SubflowTuple accepted = tuple("127.0.0.1", 8000, "127.0.0.1", 9000, 0, 0);
        SubflowTuple joined = tuple("127.0.0.2", 57553, "127.0.0.1", 8000, 5, 0);
        SubflowTuple joining = tuple("127.0.0.1", 8000, "127.0.0.2", 57553, 0, 5);
        ConnectionFlags server = new ConnectionFlags(ConnectionFlags.SERVER_SIDE);
        assertEquals(new ListenerCreated(at("127.0.0.1", 8000), List.of()), read(golden.get(0)));
        assertEquals(new ConnectionCreated(CLIENT, first, NONE, List.of()), read(golden.get(1)));
        assertEquals(new ConnectionCreated(SERVER, accepted, server, List.of()), read(golden.get(2)));
        assertEquals(new ConnectionEstablished(SERVER, accepted, server, List.of()), read(golden.get(3)));
        assertEquals(new ConnectionEstablished(CLIENT, first, NONE, List.of()), read(golden.get(4)));
        assertEquals(new SubflowEstablished(CLIENT, joined, false, null, 0, 1, List.of()), read(golden.get(6)));
        assertEquals(new SubflowEstablished(SERVER, joining, false, null, 0, 0, List.of()), read(golden.get(7)));
        assertEquals(new SubflowPriority(SERVER, joining, true, null, 0, 0, List.of()), read(golden.get(8)));
        assertEquals(
                new SubflowClosed(CLIENT, joined, false, Errno.ECONNABORTED, 0, 1, null, List.of()),
                read(golden.get(9)));
        assertEquals(
                new SubflowClosed(SERVER, joining, true, Errno.ECONNRESET, 0, 0, new Reset(0, 0), List.of()),
                read(golden.get(10)));
        assertEquals(new AddressAnnounced(CLIENT, 7, at("127.0.0.3", 8000), List.of()), read(golden.get(11)));
        assertEquals(new AddressRemoved(CLIENT, 7, List.of()), read(golden.get(15)));
        assertEquals(new ConnectionClosed(CLIENT, List.of()), read(golden.get(17)));
        assertEquals(new ListenerClosed(at("127.0.0.1", 8000), List.of()), read(golden.get(19)));
    }

    @Test
    void readsIpv6AndTheWishForNoMoreSubflowsToTheFirstAddress() throws IOException {
        assertEquals(
                new ConnectionCreated(
                        0x8a80d746L, tuple("::1", 9001, "::1", 8001, 0, 0), new ConnectionFlags(1), List.of()),
                read(Golden.notifications("events").get(21)));
    }

    @Test
    void anAddressOfIpv4InIpv6StaysOne() throws IOException {
        var created = (ConnectionCreated) read(Golden.notifications("events").get(29));
        byte[] mapped = Bytes.hex("00000000000000000000ffff7f000001");
        InetSocketAddress local = new InetSocketAddress(Inet6Address.getByAddress(null, mapped, -1), 9002);
        assertEquals(local, created.tuple().local());
        assertTrue(created.tuple().local().getAddress() instanceof Inet6Address);
    }

    /** As Linux 5.19 to 6.17 say it, at both ends; 6.18 says it in both ways, and at the server only. */
    @Test
    void readsTheOldFormOfServerSide() throws IOException {
        SubflowTuple tuple = tuple("10.0.0.1", 80, "10.0.0.2", 81, 0, 0);
        assertEquals(new ConnectionFlags(2), flags(1, out -> ends(out).u8(18, 1)));
        assertEquals(NONE, flags(1, out -> ends(out).u8(18, 0)));
        assertEquals(
                new ConnectionFlags(3), flags(1, out -> ends(out).u16(13, 1).u8(18, 1)));
        assertEquals(
                new ConnectionCreated(1, tuple, new ConnectionFlags(2), List.of()),
                read(1, out -> ends(out).u8(18, 1)));
    }

    @Test
    void readsTheNewFormOfServerSideAndKeepsUnknownFlags() throws IOException {
        ConnectionFlags flags = flags(1, out -> ends(out).u16(13, 0x4003));
        assertEquals(new ConnectionFlags(0x4003), flags);
        assertEquals(
                List.of(true, true, 0x4000), List.of(flags.serverSide(), flags.denyJoinId0(), flags.unknownBits()));
        assertEquals("[SERVER_SIDE, DENY_JOIN_ID0, 0x4000]", flags.toString());
    }

    @Test
    void readsAllThatASubflowMayHave() throws IOException {
        var closed = (SubflowClosed) read(
                11,
                out -> ends(out)
                        .u8(11, 1)
                        .u8(12, 110)
                        .u32(14, -1)
                        .u32(15, 7)
                        .u32(16, 3)
                        .u32(17, 1));
        SubflowTuple tuple = tuple("10.0.0.1", 80, "10.0.0.2", 81, 0, 0);
        assertEquals(
                new SubflowClosed(1, tuple, true, Errno.ETIMEDOUT, 0xffff_ffffL, 7, new Reset(3, 1), List.of()),
                closed);
        assertTrue(closed.reset().isTransient());
    }

    @Test
    void keepsAttributesThatItDoesNotKnow() throws IOException {
        assertEquals(
                new ConnectionClosed(1, List.of(raw(25, "0102"), raw(26, ""))),
                read(3, out -> out.bytes(25, Bytes.hex("0102")).u32(1, 1).bytes(26, new byte[0])));
    }

    @Test
    void keepsAttributesThatTheEventHadNotYet() throws IOException {
        assertEquals(
                new AddressRemoved(1, 2, List.of(raw(3, "04"))),
                read(7, out -> out.u32(1, 1).u8(4, 2).u8(3, 4)));
    }

    @Test
    void keepsEventsThatItDoesNotKnow() throws IOException {
        assertEquals(
                new Unknown(20, List.of(raw(3, "04"), raw(25, "01"))),
                read(20, out -> out.u8(3, 4).u8(25, 1)));
    }

    @Test
    void refusesAnEventWithoutWhatMakesIt() {
        refuses("an event without attribute 1", 3, out -> {});
        refuses("an event without attribute 4", 7, out -> out.u32(1, 1));
        refuses("an event without attribute 5", 15, out -> out.u16(9, 80));
        refuses("an event without attribute 9", 15, out -> out.u32(5, 1));
        refuses("an event without attribute 7", 6, out -> out.u32(1, 1).u8(4, 1).u16(10, 80));
        refuses(
                "an event without attribute 10",
                6,
                out -> out.u32(1, 1).u8(4, 1).u32(7, 1));
    }

    @Test
    void refusesAValueOfAnotherWidth() {
        refuses("netlink attribute 1 has 2 bytes, not 4", 3, out -> out.u16(1, 1));
        refuses("netlink attribute 6 has 4 bytes, not 16", 15, out -> out.u32(6, 1));
    }

    @Test
    void nothingIsLeftFromTheEventBefore() throws IOException {
        var codec = new EventCodec();
        byte[] full = message(
                11, out -> ends(out).u8(11, 1).u8(12, 110).u32(14, 9).u32(15, 7).u32(16, 3));
        codec.read(Messages.reader(new Message(FAMILY, 0, 0, full)));
        SubflowTuple tuple = tuple("10.0.0.1", 80, "10.0.0.2", 81, 0, 0);
        assertEquals(
                new SubflowClosed(1, tuple, false, null, 0, 0, null, List.of()),
                codec.read(Messages.reader(new Message(FAMILY, 0, 0, message(11, EventCodecTest::ends)))));
        assertThrows(
                MalformedException.class,
                () -> codec.read(Messages.reader(new Message(FAMILY, 0, 0, message(15, out -> out.u16(9, 1))))));
    }

    @Test
    void readingAllocatesTheEventAlone() throws IOException {
        int count = 1000;
        byte[] joined = Golden.notifications("events").get(6);
        var messages = new MessageReader[count];
        for (int i = 0; i < count; i++) {
            messages[i] = new MessageReader(ByteBuffer.wrap(joined));
            assertTrue(messages[i].next());
        }
        var codec = new EventCodec();
        Filler reading = i -> codec.read(messages[i]);
        byte[] local = {127, 0, 0, 2};
        byte[] remote = {127, 0, 0, 1};
        Filler constructing = i -> new SubflowEstablished(
                CLIENT,
                new SubflowTuple(
                        new InetSocketAddress(InetAddress.getByAddress(local), 57553),
                        new InetSocketAddress(InetAddress.getByAddress(remote), 8000),
                        5,
                        0),
                false,
                null,
                0,
                1,
                List.of());
        assertEquals(constructing.fill(0), reading.fill(0));
        long least = allocatedFor(count, constructing);
        long taken = allocatedFor(count, reading);
        assertTrue(taken <= least + count, () -> taken + " bytes for " + count + " events that are " + least);
    }

    /** The first rounds count what the virtual machine does when something is used first. */
    private static long allocatedFor(int count, Filler filler) throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var events = new PathManagerEvent[count];
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < count; i++) {
                events[i] = filler.fill(i);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private interface Filler {
        PathManagerEvent fill(int index) throws IOException;
    }

    private static ConnectionFlags flags(int number, Consumer<AttributeWriter> attributes) throws IOException {
        return ((ConnectionCreated) read(number, attributes)).flags();
    }

    private static PathManagerEvent read(byte[] datagram) throws IOException {
        var messages = new MessageReader(ByteBuffer.wrap(datagram));
        assertTrue(messages.next());
        return new EventCodec().read(messages);
    }

    private static PathManagerEvent read(int number, Consumer<AttributeWriter> attributes) throws IOException {
        return new EventCodec().read(Messages.reader(new Message(FAMILY, 0, 0, message(number, attributes))));
    }

    private static void refuses(String reason, int number, Consumer<AttributeWriter> attributes) {
        MalformedException e = assertThrows(MalformedException.class, () -> read(number, attributes));
        assertEquals(reason, e.detail());
    }

    private static byte[] message(int number, Consumer<AttributeWriter> attributes) {
        var out = new AttributeWriter().raw(new byte[] {(byte) number, 1, 0, 0});
        attributes.accept(out);
        return out.toBytes();
    }

    /** A token and two ends, in the order of the kernel; ports are in network order. */
    private static AttributeWriter ends(AttributeWriter out) {
        return out.u32(1, 1)
                .u16(2, 2)
                .bytes(5, Bytes.hex("0a000001"))
                .bytes(7, Bytes.hex("0a000002"))
                .bytes(9, Bytes.hex("0050"))
                .bytes(10, Bytes.hex("0051"));
    }

    private static SubflowTuple tuple(String local, int localPort, String remote, int port, int localId, int remoteId) {
        return new SubflowTuple(at(local, localPort), at(remote, port), localId, remoteId);
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(address, port);
    }

    private static RawAttribute raw(int number, String value) {
        return new RawAttribute(number, Bytes.hex(value));
    }
}
