package mptcp4j.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.pm.ConnectionFlags;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.AddressAnnounced;
import mptcp4j.pm.PathManagerEvent.AddressRemoved;
import mptcp4j.pm.PathManagerEvent.ConnectionClosed;
import mptcp4j.pm.PathManagerEvent.ConnectionCreated;
import mptcp4j.pm.PathManagerEvent.ConnectionEstablished;
import mptcp4j.pm.PathManagerEvent.ConnectionEvent;
import mptcp4j.pm.PathManagerEvent.Overflow;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.PathManagerEvent.SubflowEstablished;
import mptcp4j.pm.PathManagerEvent.SubflowPriority;
import mptcp4j.pm.Reset;
import mptcp4j.pm.SubflowTuple;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EventWireTest {
    private static final long TOKEN = 0xffff_fffeL;
    private static final SubflowTuple TUPLE = new SubflowTuple(end("10.0.0.1", 40000), end("2001:db8::1", 443), 1, 255);

    private static final List<ConnectionEvent> ALL = List.of(
            new ConnectionCreated(TOKEN, TUPLE, new ConnectionFlags(3), List.of()),
            new ConnectionEstablished(TOKEN, TUPLE, new ConnectionFlags(-1), List.of()),
            new ConnectionClosed(0, List.of()),
            new AddressAnnounced(TOKEN, 7, end("10.0.0.2", 0), List.of()),
            new AddressRemoved(TOKEN, 7, List.of()),
            new SubflowEstablished(TOKEN, TUPLE, true, null, 0, 2, List.of()),
            new SubflowClosed(TOKEN, TUPLE, false, Errno.ECONNRESET, 0, 2, new Reset(4, 1), List.of()),
            new SubflowClosed(TOKEN, TUPLE, false, null, 0, 0, null, List.of()),
            new SubflowPriority(TOKEN, TUPLE, true, null, 0, 2, List.of()));

    private static InetSocketAddress end(String address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eachIsReadAsItWasWritten() throws ProtocolException {
        for (ConnectionEvent event : ALL) {
            assertEquals(event, EventWire.read(sent(EventWire.write(event))));
        }
        assertEquals(new Overflow(), EventWire.read(sent(EventWire.overflow())));
    }

    private static Line sent(Line line) throws ProtocolException {
        ByteBuffer bytes = line.bytes();
        return Line.read(bytes.limit(bytes.limit() - 1));
    }

    @Test
    void isWrittenForPeopleToRead() throws ProtocolException {
        ByteBuffer bytes = EventWire.write(ALL.get(6)).bytes();
        assertEquals(
                "{\"event\":\"SF_CLOSED\",\"token\":4294967294,\"local\":\"10.0.0.1\",\"localPort\":40000,\"localId\":1,"
                        + "\"remote\":\"2001:db8::1\",\"remotePort\":443,\"remoteId\":255,\"backup\":false,\"interface\":2,"
                        + "\"error\":104,\"resetReason\":4,\"resetFlags\":1}\n",
                StandardCharsets.UTF_8.decode(bytes).toString());
    }

    /** A line without one of its fields, or with another value in it, is an event or a protocol error. */
    @Property
    void whatIsDamagedIsAnEventOrAProtocolError(@ForAll int which, @ForAll int field, @ForAll long number) {
        Line line = EventWire.write(ALL.get(Math.floorMod(which, ALL.size())));
        List<String> names = List.copyOf(line.fields().keySet());
        try {
            PathManagerEvent event = EventWire.read(line.with(names.get(Math.floorMod(field, names.size())), number));
            assertEquals(event, EventWire.read(EventWire.write((ConnectionEvent) event)));
        } catch (ProtocolException e) {
            assertEquals(ProtocolException.class, e.getClass());
        }
    }

    @Test
    void anUnknownOneIsAProtocolError() {
        Line line = Line.empty().with("event", "DANCED").with("token", 1);
        assertThrows(ProtocolException.class, () -> EventWire.read(line));
    }
}
