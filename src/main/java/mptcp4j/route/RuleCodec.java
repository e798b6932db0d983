package mptcp4j.route;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;

/**
 * The codec of RTM_NEWRULE and RTM_GETRULE ({@code include/uapi/linux/fib_rules.h}), in the byte order of the machine but
 * for addresses, which have 4 or 16 bytes.
 *
 * <pre>
 *  struct fib_rule_hdr        attributes
 *  0  family              u8   1  DST       absent for all
 *  1  destination length  u8   2  SRC       absent for all
 *  2  source length       u8   3  IIFNAME   text
 *  3  tos                 u8   4  GOTO      u32
 *  4  table               u8   6  PRIORITY  u32, absent for 0
 *  7  action              u8  10  FWMARK    u32
 *  8  flags               u32 15  TABLE     u32, instead of the header's byte
 *                             16  FWMASK    u32
 *                             17  OIFNAME   text
 *                             14  SUPPRESS_PREFIXLEN  s32, -1 for none: it is there always
 *                             21  PROTOCOL  u8, who made it (Linux 4.17)
 *
 *  other selectors
 * 12  TUN_ID   13  SUPPRESS_IFGROUP   19  L3MDEV   20  UID_RANGE   22  IP_PROTO   23  SPORT_RANGE   24  DPORT_RANGE   25  DSCP   26  FLOWLABEL
 * </pre>
 */
final class RuleCodec {
    private static final int HEADER_SIZE = 12;
    private static final int DESTINATION_LENGTH = 1;
    private static final int SOURCE_LENGTH = 2;
    private static final int TOS = 3;
    private static final int TABLE_BYTE = 4;
    private static final int ACTION = 7;
    private static final int FR_ACT_TO_TBL = 1;
    private static final int FLAGS = 8;
    private static final int FIB_RULE_INVERT = 2;

    private static final int DST = 1;
    private static final int SRC = 2;
    private static final int IIFNAME = 3;
    private static final int GOTO = 4;
    private static final int PRIORITY = 6;
    private static final int FWMARK = 10;
    private static final int TUN_ID = 12;
    private static final int SUPPRESS_IFGROUP = 13;
    private static final int SUPPRESS_PREFIXLEN = 14;
    private static final int TABLE = 15;
    private static final int FWMASK = 16;
    private static final int OIFNAME = 17;
    private static final int L3MDEV = 19;
    private static final int UID_RANGE = 20;
    private static final int PROTOCOL = 21;
    private static final int IP_PROTO = 22;
    private static final int SPORT_RANGE = 23;
    private static final int DPORT_RANGE = 24;
    private static final int DSCP = 25;
    private static final int FLOWLABEL = 26;
    private static final int NONE = -1;
    private static final int MAX_BYTE = 255;

    private RuleCodec() {}

    static byte[] write(SourceRule rule) {
        return write(rule, FR_ACT_TO_TBL);
    }

    /** The rule to be removed, whatever it does. */
    static byte[] writeRemoved(SourceRule rule) {
        return write(rule, 0);
    }

    private static byte[] write(SourceRule rule, int action) {
        boolean small = Integer.compareUnsigned(rule.table(), MAX_BYTE) <= 0;
        byte[] header = ByteBuffer.allocate(HEADER_SIZE)
                .put((byte) rule.from().family())
                .put(SOURCE_LENGTH, (byte) rule.from().length())
                .put(TABLE_BYTE, (byte) (small ? rule.table() : 0))
                .put(ACTION, (byte) action)
                .array();
        var out = new AttributeWriter()
                .raw(header)
                .bytes(SRC, rule.from().address().getAddress());
        if (!small) {
            out.u32(TABLE, rule.table());
        }
        if (rule.priority() != 0) {
            out.u32(PRIORITY, (int) rule.priority());
        }
        rule.suppressedPrefixLength().ifPresent(length -> out.u32(SUPPRESS_PREFIXLEN, length));
        if (!rule.protocol().equals(SourceRule.NOBODY)) {
            out.u8(PROTOCOL, rule.protocol().number());
        }
        return out.toBytes();
    }

    /** All rules of all families. */
    static byte[] all() {
        return new byte[HEADER_SIZE];
    }

    /** @return empty for a rule of another family */
    static Optional<Rule> read(MessageReader message) throws MalformedException {
        int family = message.u8(0);
        return Inet.isFamily(family) ? Optional.of(read(message, family)) : Optional.empty();
    }

    private static Rule read(MessageReader message, int family) throws MalformedException {
        InetAddress from = Inet.zero(family);
        InetAddress to = from;
        long priority = 0;
        int mark = 0;
        int mask = 0;
        Optional<String> incoming = Optional.empty();
        Optional<String> outgoing = Optional.empty();
        int table = message.u8(TABLE_BYTE);
        OptionalInt suppressed = OptionalInt.empty();
        long target = 0;
        RouteProtocol protocol = SourceRule.NOBODY;
        boolean others = message.u8(TOS) != 0 || (message.u32(FLAGS) & FIB_RULE_INVERT) != 0;
        AttributeReader in = message.attributes(HEADER_SIZE);
        while (in.next()) {
            switch (in.type()) {
                case SRC -> from = Inet.address(family, in);
                case DST -> to = Inet.address(family, in);
                case IIFNAME -> incoming = Optional.of(in.string());
                case OIFNAME -> outgoing = Optional.of(in.string());
                case GOTO -> target = Integer.toUnsignedLong(in.u32());
                case PRIORITY -> priority = Integer.toUnsignedLong(in.u32());
                case FWMARK -> mark = in.u32();
                case FWMASK -> mask = in.u32();
                case TABLE -> table = in.u32();
                case SUPPRESS_PREFIXLEN -> suppressed = suppressed(in.u32());
                case PROTOCOL -> protocol = new RouteProtocol(in.u8());
                case SUPPRESS_IFGROUP -> others |= in.u32() != NONE;
                case TUN_ID, L3MDEV, UID_RANGE, IP_PROTO, SPORT_RANGE, DPORT_RANGE, DSCP, FLOWLABEL -> others = true;
                default -> {} // things that do not choose
            }
        }
        return new Rule(
                priority,
                Inet.prefix(from, message.u8(SOURCE_LENGTH)),
                Inet.prefix(to, message.u8(DESTINATION_LENGTH)),
                mark,
                mask,
                incoming,
                outgoing,
                new RuleAction(message.u8(ACTION)),
                table,
                suppressed,
                target,
                others,
                protocol);
    }

    private static OptionalInt suppressed(int length) {
        return length == NONE ? OptionalInt.empty() : OptionalInt.of(length);
    }
}
