package mptcp4j.pm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.linux.IpAddress;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;
import mptcp4j.netlink.generic.GenericFamily;
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
import org.jspecify.annotations.Nullable;

/**
 * The codec of events: {@code enum mptcp_event_type} and {@code enum mptcp_event_attr} of
 * {@code include/uapi/linux/mptcp_pm.h}. The event's number is the command in the header of generic netlink.
 *
 * <pre>
 *   1  TOKEN         u32             10  DPORT         be16
 *   2  FAMILY        u16             11  BACKUP        u8
 *   3  LOC_ID        u8              12  ERROR         u8    an errno
 *   4  REM_ID        u8              13  FLAGS         u16   from 6.18 on, with SERVER_SIDE in it
 *   5  SADDR4        4 bytes         14  TIMEOUT       u32   never sent
 *   6  SADDR6        16 bytes        15  IF_IDX        s32
 *   7  DADDR4        4 bytes         16  RESET_REASON  u32
 *   8  DADDR6        16 bytes        17  RESET_FLAGS   u32
 *   9  SPORT         be16            18  SERVER_SIDE   u8    to 6.17 always, then only where it is 1
 *
 *   1  CREATED            TOKEN, tuple, FLAGS, SERVER_SIDE      tuple: FAMILY, LOC_ID, REM_ID, SADDR4 or 6, DADDR4 or 6,
 *   2  ESTABLISHED        as CREATED                                    SPORT, DPORT
 *   3  CLOSED             TOKEN
 *   6  ANNOUNCED          TOKEN, REM_ID, DADDR4 or 6, DPORT
 *   7  REMOVED            TOKEN, REM_ID
 *  10  SUB_ESTABLISHED    TOKEN, tuple, BACKUP, ERROR, TIMEOUT, IF_IDX
 *  11  SUB_CLOSED         as SUB_ESTABLISHED, RESET_REASON, RESET_FLAGS
 *  13  SUB_PRIORITY       as SUB_ESTABLISHED
 *  15  LISTENER_CREATED   FAMILY, SADDR4 or 6, SPORT
 *  16  LISTENER_CLOSED    as LISTENER_CREATED
 * </pre>
 *
 * What is read is kept in the fields meanwhile, so that nothing is allocated beside the event. Not thread-safe.
 */
final class EventCodec {
    private static final int CREATED = 1;
    private static final int ESTABLISHED = 2;
    private static final int CLOSED = 3;
    private static final int ANNOUNCED = 6;
    private static final int REMOVED = 7;
    private static final int SUB_ESTABLISHED = 10;
    private static final int SUB_CLOSED = 11;
    private static final int SUB_PRIORITY = 13;
    private static final int LISTENER_CREATED = 15;
    private static final int LISTENER_CLOSED = 16;

    private static final int TOKEN = 1;
    private static final int FAMILY = 2;
    private static final int LOC_ID = 3;
    private static final int REM_ID = 4;
    private static final int SADDR4 = 5;
    private static final int SADDR6 = 6;
    private static final int DADDR4 = 7;
    private static final int DADDR6 = 8;
    private static final int SPORT = 9;
    private static final int DPORT = 10;
    private static final int BACKUP = 11;
    private static final int ERROR = 12;
    private static final int FLAGS = 13;
    private static final int TIMEOUT = 14;
    private static final int IF_IDX = 15;
    private static final int RESET_REASON = 16;
    private static final int RESET_FLAGS = 17;
    private static final int SERVER_SIDE = 18;

    private static final int CLOSED_SET = set(TOKEN);
    private static final int REMOVED_SET = set(TOKEN, REM_ID);
    private static final int LOCAL_SET = set(FAMILY, SADDR4, SADDR6, SPORT);
    private static final int ANNOUNCED_SET = set(TOKEN, FAMILY, REM_ID, DADDR4, DADDR6, DPORT);
    private static final int TUPLE_SET = LOCAL_SET | ANNOUNCED_SET | set(LOC_ID);
    private static final int CONNECTION_SET = TUPLE_SET | set(FLAGS, SERVER_SIDE);
    private static final int SUBFLOW_SET = TUPLE_SET | set(BACKUP, ERROR, TIMEOUT, IF_IDX);
    private static final int RESET_SET = set(RESET_REASON, RESET_FLAGS);

    private final byte[] four = new byte[4];
    private final byte[] six = new byte[16];

    /** Which attributes there were; 0 stands for all that have no number here. */
    private int seen;

    private long token;
    private int localId;
    private int remoteId;
    private @Nullable InetAddress localAddress;
    private @Nullable InetAddress remoteAddress;
    private int localPort;
    private int remotePort;
    private boolean backup;
    private int error;
    private int flags;
    private long timeout;
    private int interfaceIndex;
    private int resetReason;
    private int resetFlags;

    /** @throws MalformedException if a value has the wrong width, or one that makes the event is missing */
    PathManagerEvent read(MessageReader message) throws MalformedException {
        clear();
        int number = message.u8(0);
        AttributeReader in = message.attributes(GenericFamily.HEADER_SIZE);
        while (in.next()) {
            seen |= bit(in.type());
            take(in);
        }
        int read = components(number);
        boolean all = (seen & ~read) == 0;
        return event(number, all ? List.of() : others(message.attributes(GenericFamily.HEADER_SIZE), read));
    }

    private void clear() {
        seen = 0;
        localId = 0;
        remoteId = 0;
        localAddress = null;
        remoteAddress = null;
        backup = false;
        error = 0;
        flags = 0;
        timeout = 0;
        interfaceIndex = 0;
        resetReason = 0;
        resetFlags = 0;
    }

    private void take(AttributeReader in) throws MalformedException {
        switch (in.type()) {
            case TOKEN -> token = Integer.toUnsignedLong(in.u32());
            case LOC_ID -> localId = in.u8();
            case REM_ID -> remoteId = in.u8();
            case SADDR4 -> localAddress = address(in, four);
            case SADDR6 -> localAddress = address(in, six);
            case DADDR4 -> remoteAddress = address(in, four);
            case DADDR6 -> remoteAddress = address(in, six);
            case SPORT -> localPort = in.be16();
            case DPORT -> remotePort = in.be16();
            case BACKUP -> backup = in.u8() != 0;
            case ERROR -> error = in.u8();
            case FLAGS -> flags |= in.u16();
            case TIMEOUT -> timeout = Integer.toUnsignedLong(in.u32());
            case IF_IDX -> interfaceIndex = in.u32();
            case RESET_REASON -> resetReason = in.u32();
            case RESET_FLAGS -> resetFlags = in.u32();
            case SERVER_SIDE -> flags |= in.u8() == 0 ? 0 : ConnectionFlags.SERVER_SIDE;
            default -> {} // FAMILY follows from the addresses; the others are kept as they are
        }
    }

    /** An address of IPv4 in IPv6 stays one: the kernel knows the subflow by it. */
    private static InetAddress address(AttributeReader in, byte[] bytes) throws MalformedException {
        in.copyTo(bytes);
        return IpAddress.of(bytes);
    }

    /** Returns the attributes that the record of an event has components for. */
    private static int components(int number) {
        return switch (number) {
            case CREATED, ESTABLISHED -> CONNECTION_SET;
            case CLOSED -> CLOSED_SET;
            case ANNOUNCED -> ANNOUNCED_SET;
            case REMOVED -> REMOVED_SET;
            case SUB_ESTABLISHED, SUB_PRIORITY -> SUBFLOW_SET;
            case SUB_CLOSED -> SUBFLOW_SET | RESET_SET;
            case LISTENER_CREATED, LISTENER_CLOSED -> LOCAL_SET;
            default -> 0;
        };
    }

    private static List<RawAttribute> others(AttributeReader in, int read) throws MalformedException {
        List<RawAttribute> others = new ArrayList<>();
        while (in.next()) {
            if ((bit(in.type()) & read) == 0) {
                others.add(new RawAttribute(in.type(), in.bytes()));
            }
        }
        return others;
    }

    private PathManagerEvent event(int number, List<RawAttribute> more) throws MalformedException {
        return switch (number) {
            case CREATED -> new ConnectionCreated(token(), tuple(), new ConnectionFlags(flags), more);
            case ESTABLISHED -> new ConnectionEstablished(token(), tuple(), new ConnectionFlags(flags), more);
            case CLOSED -> new ConnectionClosed(token(), more);
            case ANNOUNCED -> new AddressAnnounced(token(), remoteId(), remote(), more);
            case REMOVED -> new AddressRemoved(token(), remoteId(), more);
            case SUB_ESTABLISHED ->
                new SubflowEstablished(token(), tuple(), backup, error(), timeout, interfaceIndex, more);
            case SUB_CLOSED ->
                new SubflowClosed(token(), tuple(), backup, error(), timeout, interfaceIndex, reset(), more);
            case SUB_PRIORITY -> new SubflowPriority(token(), tuple(), backup, error(), timeout, interfaceIndex, more);
            case LISTENER_CREATED -> new ListenerCreated(local(), more);
            case LISTENER_CLOSED -> new ListenerClosed(local(), more);
            default -> new Unknown(number, more);
        };
    }

    private long token() throws MalformedException {
        require(TOKEN);
        return token;
    }

    private int remoteId() throws MalformedException {
        require(REM_ID);
        return remoteId;
    }

    private SubflowTuple tuple() throws MalformedException {
        return new SubflowTuple(local(), remote(), localId, remoteId);
    }

    private InetSocketAddress local() throws MalformedException {
        require(SPORT);
        return new InetSocketAddress(present(localAddress, SADDR4), localPort);
    }

    private InetSocketAddress remote() throws MalformedException {
        require(DPORT);
        return new InetSocketAddress(present(remoteAddress, DADDR4), remotePort);
    }

    private @Nullable Errno error() {
        return error == 0 ? null : new Errno(error);
    }

    private @Nullable Reset reset() {
        return (seen & RESET_SET) == 0 ? null : new Reset(resetReason, resetFlags);
    }

    private void require(int attribute) throws MalformedException {
        if ((seen & bit(attribute)) == 0) {
            throw missing(attribute);
        }
    }

    private static InetAddress present(@Nullable InetAddress address, int attribute) throws MalformedException {
        if (address == null) {
            throw missing(attribute);
        }
        return address;
    }

    private static MalformedException missing(int attribute) {
        return new MalformedException("an event without attribute " + attribute);
    }

    private static int set(int... attributes) {
        int set = 0;
        for (int attribute : attributes) {
            set |= bit(attribute);
        }
        return set;
    }

    private static int bit(int attribute) {
        return attribute <= SERVER_SIDE ? 1 << attribute : 1;
    }
}
