package mptcp4j.route;

import java.nio.ByteBuffer;
import mptcp4j.netlink.AttributeWriter;

/**
 * The codec of RTM_NEWRULE ({@code include/uapi/linux/fib_rules.h}).
 *
 * <pre>
 *  struct fib_rule_hdr        attributes
 *  0  family              u8   2  SRC    4 or 16 bytes, network order
 *  1  destination length  u8  15  TABLE  u32, instead of the header's byte
 *  2  source length       u8
 *  3  tos                 u8
 *  4  table               u8
 *  7  action              u8   1 FR_ACT_TO_TBL
 *  8  flags               u32
 * </pre>
 */
final class RuleCodec {
    private static final int HEADER_SIZE = 12;
    private static final int SOURCE_LENGTH = 2;
    private static final int ACTION = 7;
    private static final int FR_ACT_TO_TBL = 1;

    private static final int SRC = 2;
    private static final int TABLE = 15;

    private RuleCodec() {}

    static byte[] write(Rule rule) {
        byte[] header = ByteBuffer.allocate(HEADER_SIZE)
                .put((byte) rule.from().family())
                .put(SOURCE_LENGTH, (byte) rule.from().length())
                .put(ACTION, (byte) FR_ACT_TO_TBL)
                .array();
        return new AttributeWriter()
                .raw(header)
                .bytes(SRC, rule.from().address().getAddress())
                .u32(TABLE, rule.table())
                .toBytes();
    }
}
