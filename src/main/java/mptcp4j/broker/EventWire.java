package mptcp4j.broker;

import java.net.InetSocketAddress;
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
import mptcp4j.pm.PathManagerEvent.SubflowEvent;
import mptcp4j.pm.PathManagerEvent.SubflowPriority;
import mptcp4j.pm.Reset;
import mptcp4j.pm.SubflowTuple;
import org.jspecify.annotations.Nullable;

/**
 * Events as lines, by the names of {@code ip mptcp monitor}.
 *
 * <table>
 * <caption>Fields, beside token</caption>
 * <tr><td>CREATED, ESTABLISHED<td>local, localPort, localId, remote, remotePort, remoteId, flags
 * <tr><td>CLOSED<td>
 * <tr><td>ANNOUNCED<td>remote, remotePort, remoteId
 * <tr><td>REMOVED<td>remoteId
 * <tr><td>SF_ESTABLISHED, SF_CLOSED, SF_PRIO<td>as CREATED without flags; backup, interface (its index); error (a number), where there
 *     is one; SF_CLOSED also resetReason and resetFlags, where the peer gave them
 * <tr><td>OVERFLOW<td>and no token: events were lost
 * </table>
 */
public final class EventWire {
    private static final int MAX_ERRNO = 4095;
    private static final int MAX_BYTE = 255;

    private EventWire() {}

    /** Returns the event as a line, without what a newer kernel says beside. IPv4 is IPv4, of a socket for IPv6, too. */
    public static Line write(ConnectionEvent event) {
        Line line = Line.empty().with("event", name(event)).with("token", event.token());
        if (event instanceof ConnectionCreated its) {
            return put(line, its.tuple()).with("flags", its.flags().bits());
        } else if (event instanceof ConnectionEstablished its) {
            return put(line, its.tuple()).with("flags", its.flags().bits());
        } else if (event instanceof AddressAnnounced its) {
            return Addresses.put(line, "remote", its.remote()).with("remoteId", its.remoteId());
        } else if (event instanceof AddressRemoved its) {
            return line.with("remoteId", its.remoteId());
        } else if (event instanceof SubflowEvent its) {
            return subflow(line, its);
        }
        return line;
    }

    /** Returns that events were lost. */
    public static Line overflow() {
        return Line.empty().with("event", "OVERFLOW");
    }

    private static String name(ConnectionEvent event) {
        if (event instanceof ConnectionCreated) {
            return "CREATED";
        } else if (event instanceof ConnectionEstablished) {
            return "ESTABLISHED";
        } else if (event instanceof ConnectionClosed) {
            return "CLOSED";
        } else if (event instanceof AddressAnnounced) {
            return "ANNOUNCED";
        } else if (event instanceof AddressRemoved) {
            return "REMOVED";
        } else if (event instanceof SubflowEstablished) {
            return "SF_ESTABLISHED";
        }
        return event instanceof SubflowClosed ? "SF_CLOSED" : "SF_PRIO";
    }

    private static Line put(Line line, SubflowTuple tuple) {
        Line with = Addresses.put(line, "local", tuple.local()).with("localId", tuple.localId());
        return Addresses.put(with, "remote", tuple.remote()).with("remoteId", tuple.remoteId());
    }

    private static Line subflow(Line line, SubflowEvent event) {
        Line with = put(line, event.tuple()).with("backup", event.backup()).with("interface", event.interfaceIndex());
        Errno error = event.error();
        if (error != null) {
            with = with.with("error", error.number());
        }
        Reset reset = event instanceof SubflowClosed closed ? closed.reset() : null;
        return reset == null ? with : with.with("resetReason", reset.reason()).with("resetFlags", reset.flags());
    }

    /** Returns the event of a line. */
    public static PathManagerEvent read(Line line) throws ProtocolException {
        String name = line.text("event");
        return name.equals("OVERFLOW") ? new Overflow() : read(name, line.token(), line);
    }

    private static PathManagerEvent read(String name, long token, Line line) throws ProtocolException {
        return switch (name) {
            case "CREATED" -> new ConnectionCreated(token, tuple(line), flags(line), List.of());
            case "ESTABLISHED" -> new ConnectionEstablished(token, tuple(line), flags(line), List.of());
            case "CLOSED" -> new ConnectionClosed(token, List.of());
            case "ANNOUNCED" ->
                new AddressAnnounced(
                        token, Addresses.id(line, "remoteId"), Addresses.socketAddress(line, "remote"), List.of());
            case "REMOVED" -> new AddressRemoved(token, Addresses.id(line, "remoteId"), List.of());
            case "SF_ESTABLISHED" ->
                new SubflowEstablished(token, tuple(line), line.flag("backup"), error(line), 0, link(line), List.of());
            case "SF_CLOSED" ->
                new SubflowClosed(
                        token, tuple(line), line.flag("backup"), error(line), 0, link(line), reset(line), List.of());
            case "SF_PRIO" ->
                new SubflowPriority(token, tuple(line), line.flag("backup"), error(line), 0, link(line), List.of());
            default -> throw new ProtocolException("no such event: " + name);
        };
    }

    private static SubflowTuple tuple(Line line) throws ProtocolException {
        InetSocketAddress local = Addresses.socketAddress(line, "local");
        InetSocketAddress remote = Addresses.socketAddress(line, "remote");
        return new SubflowTuple(local, remote, Addresses.id(line, "localId"), Addresses.id(line, "remoteId"));
    }

    private static ConnectionFlags flags(Line line) throws ProtocolException {
        return new ConnectionFlags((int) line.number("flags", Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private static int link(Line line) throws ProtocolException {
        return line.numberIfAny("interface", Integer.MAX_VALUE);
    }

    private static @Nullable Errno error(Line line) throws ProtocolException {
        return line.has("error") ? new Errno((int) line.number("error", 1, MAX_ERRNO)) : null;
    }

    private static @Nullable Reset reset(Line line) throws ProtocolException {
        return line.has("resetReason")
                ? new Reset((int) line.number("resetReason", 0, MAX_BYTE), line.numberIfAny("resetFlags", MAX_BYTE))
                : null;
    }
}
