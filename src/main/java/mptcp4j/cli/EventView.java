package mptcp4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import mptcp4j.pm.ConnectionFlags;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.AddressAnnounced;
import mptcp4j.pm.PathManagerEvent.AddressRemoved;
import mptcp4j.pm.PathManagerEvent.ConnectionClosed;
import mptcp4j.pm.PathManagerEvent.ConnectionCreated;
import mptcp4j.pm.PathManagerEvent.ConnectionEstablished;
import mptcp4j.pm.PathManagerEvent.ConnectionEvent;
import mptcp4j.pm.PathManagerEvent.ListenerClosed;
import mptcp4j.pm.PathManagerEvent.ListenerCreated;
import mptcp4j.pm.PathManagerEvent.Malformed;
import mptcp4j.pm.PathManagerEvent.Overflow;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.PathManagerEvent.SubflowEstablished;
import mptcp4j.pm.PathManagerEvent.SubflowEvent;
import mptcp4j.pm.PathManagerEvent.SubflowPriority;
import mptcp4j.pm.PathManagerEvent.Unknown;
import mptcp4j.pm.RawAttribute;
import mptcp4j.pm.Reset;
import mptcp4j.pm.SubflowTuple;

/** Events as {@code ip mptcp monitor} of iproute2 7.1 prints them, and those that it does not print. */
final class EventView {
    private static final Map<Class<?>, String> NAMES = Map.ofEntries(
            Map.entry(ConnectionCreated.class, "CREATED"),
            Map.entry(ConnectionEstablished.class, "ESTABLISHED"),
            Map.entry(ConnectionClosed.class, "CLOSED"),
            Map.entry(AddressAnnounced.class, "ANNOUNCED"),
            Map.entry(AddressRemoved.class, "REMOVED"),
            Map.entry(SubflowEstablished.class, "SF_ESTABLISHED"),
            Map.entry(SubflowClosed.class, "SF_CLOSED"),
            Map.entry(SubflowPriority.class, "SF_PRIO"),
            Map.entry(ListenerCreated.class, "LISTENER_CREATED"),
            Map.entry(ListenerClosed.class, "LISTENER_CLOSED"),
            Map.entry(Overflow.class, "OVERFLOW"),
            Map.entry(Malformed.class, "MALFORMED"));

    private final Interfaces.Names interfaces;
    private final Paint paint;

    EventView(Interfaces.Names interfaces, Paint paint) {
        this.interfaces = interfaces;
        this.paint = paint;
    }

    /** {@code [         REMOVED] token=e7044c08 remid=1}. */
    String text(PathManagerEvent event) throws IOException {
        var line = new EventText(paint);
        describe(event, line);
        return line.toString();
    }

    /** Writes the same as fields. */
    void write(JsonGenerator json, PathManagerEvent event) throws IOException {
        describe(event, new EventJson(json));
    }

    private void describe(PathManagerEvent event, EventSink out) throws IOException {
        if (event instanceof Unknown unknown) {
            out.unknown(unknown.number());
        } else {
            out.event(Objects.requireNonNull(NAMES.get(event.getClass())));
        }
        if (event instanceof ConnectionEvent of) {
            out.token("token", of.token());
        }
        details(event, out);
        for (RawAttribute attribute : event.more()) {
            out.text("attr" + attribute.number(), attribute.hex());
        }
    }

    private void details(PathManagerEvent event, EventSink out) throws IOException {
        if (event instanceof ConnectionCreated created) {
            connection(created.tuple(), created.flags(), out);
        } else if (event instanceof ConnectionEstablished established) {
            connection(established.tuple(), established.flags(), out);
        } else if (event instanceof AddressAnnounced announced) {
            out.number("remid", announced.remoteId());
            out.address("daddr", announced.remote().getAddress());
            out.number("dport", announced.remote().getPort());
        } else if (event instanceof AddressRemoved removed) {
            out.number("remid", removed.remoteId());
        } else if (event instanceof SubflowEvent subflow) {
            subflow(subflow, out);
        } else if (event instanceof ListenerCreated created) {
            listener(created.local(), out);
        } else if (event instanceof ListenerClosed closed) {
            listener(closed.local(), out);
        } else if (event instanceof Malformed malformed) {
            out.text("reason", malformed.reason());
        }
    }

    private static void connection(SubflowTuple tuple, ConnectionFlags flags, EventSink out) throws IOException {
        tuple(tuple, out);
        if (flags.serverSide()) {
            out.fact("server_side");
        }
        if (flags.denyJoinId0()) {
            out.fact("deny_join_id0");
        }
        if (flags.unknownBits() != 0) {
            out.bits("flags", flags.unknownBits());
        }
    }

    private static void tuple(SubflowTuple tuple, EventSink out) throws IOException {
        out.number("remid", tuple.remoteId());
        out.number("locid", tuple.localId());
        out.address("saddr", tuple.local().getAddress());
        out.address("daddr", tuple.remote().getAddress());
        out.number("sport", tuple.local().getPort());
        out.number("dport", tuple.remote().getPort());
    }

    private void subflow(SubflowEvent event, EventSink out) throws IOException {
        tuple(event.tuple(), out);
        out.number("backup", event.backup() ? 1 : 0);
        if (event.error() != null) {
            out.number("error", event.error().number());
        }
        if (event.timeout() != 0) {
            out.number("timeout", event.timeout());
        }
        if (event.interfaceIndex() != 0) {
            out.number("ifindex", event.interfaceIndex());
            out.link("dev", interfaces.of(event.interfaceIndex()));
        }
        if (event instanceof SubflowClosed closed && closed.reset() != null) {
            reset(closed.reset(), out);
        }
    }

    private static void reset(Reset reset, EventSink out) throws IOException {
        out.number("reset_reason", Integer.toUnsignedLong(reset.reason()));
        out.bits("reset_flags", reset.flags());
    }

    private static void listener(InetSocketAddress local, EventSink out) throws IOException {
        out.address("saddr", local.getAddress());
        out.number("sport", local.getPort());
    }

    /** As {@code %#x} of C: a zero is bare. */
    static String hex(long value) {
        return value == 0 ? "0" : "0x" + Long.toHexString(value);
    }
}
