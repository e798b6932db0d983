package mptcp4j.route;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.function.Consumer;
import mptcp4j.netlink.AttributeWriter;

/**
 * The codec of RTM_NEWQDISC ({@code include/uapi/linux/pkt_sched.h}), in the byte order of the machine.
 *
 * <pre>
 *  struct tcmsg           attributes
 *  0  family  u8           1  KIND     text
 *  4  index   s32          2  OPTIONS  tbf: nest; netem: struct tc_netem_qopt
 *  8  handle  u32
 * 12  parent  u32         options of tbf
 * 16  info    u32          1  PARMS    struct tc_tbf_qopt
 *                          4  RATE64   u64 bytes/s
 *  struct tc_tbf_qopt      6  BURST    u32 bytes
 *  0  rate      struct tc_ratespec
 * 12  peakrate  struct tc_ratespec, 0 for none
 * 24  limit     u32 bytes
 * 28  buffer    u32, of no effect beside BURST
 * 32  mtu       u32
 *
 *  struct tc_ratespec     struct tc_netem_qopt
 *  0  cell log    u8       0  latency    u32 ticks of 64 ns
 *  1  link layer  u8       4  limit      u32 packets
 *  2  overhead    u16      8  loss       u32, 0xffffffff for all
 *  4  cell align  s16     12  gap        u32
 *  6  mpu         u16     16  duplicate  u32
 *  8  rate        u32     20  jitter     u32 ticks of 64 ns
 * </pre>
 *
 * The link layer is set, as the kernel asks for a table of transmission times where it is not (before 3.9 always).
 */
final class QdiscCodec {
    private static final int HEADER_SIZE = 20;
    private static final int INDEX = 4;
    private static final int HANDLE = 8;
    private static final int PARENT = 12;
    private static final int KIND = 1;
    private static final int OPTIONS = 2;

    private static final int TBF_SIZE = 36;
    private static final int TBF_LINK_LAYER = 1;
    private static final byte LINK_LAYER_ETHERNET = 1;
    private static final int TBF_RATE = 8;
    private static final int TBF_LIMIT = 24;
    private static final int TBF_PARMS = 1;
    private static final int TBF_RATE64 = 4;
    private static final int TBF_BURST = 6;

    private static final int NETEM_SIZE = 24;
    private static final int NETEM_JITTER = 20;
    private static final int NANOS_PER_TICK = 64;
    private static final long MAX_U32 = 0xffffffffL;

    private QdiscCodec() {}

    static byte[] write(int link, int parent, int handle, Qdisc qdisc) {
        var header = ByteBuffer.allocate(HEADER_SIZE).order(ByteOrder.nativeOrder());
        header.putInt(INDEX, link).putInt(HANDLE, handle).putInt(PARENT, parent);
        var out = new AttributeWriter().raw(header.array()).string(KIND, qdisc.kind());
        if (qdisc instanceof Qdisc.TokenBucket tbf) {
            out.nest(OPTIONS, tokenBucket(tbf));
        } else if (qdisc instanceof Qdisc.NetworkEmulator netem) {
            out.bytes(OPTIONS, networkEmulator(netem));
        }
        return out.toBytes();
    }

    private static Consumer<AttributeWriter> tokenBucket(Qdisc.TokenBucket tbf) {
        byte[] parameters = ByteBuffer.allocate(TBF_SIZE)
                .order(ByteOrder.nativeOrder())
                .put(TBF_LINK_LAYER, LINK_LAYER_ETHERNET)
                .putInt(TBF_RATE, (int) Math.min(tbf.bytesPerSecond(), MAX_U32))
                .putInt(TBF_LIMIT, (int) tbf.limit())
                .array();
        return options -> options.bytes(TBF_PARMS, parameters)
                .u64(TBF_RATE64, tbf.bytesPerSecond())
                .u32(TBF_BURST, tbf.burst());
    }

    private static byte[] networkEmulator(Qdisc.NetworkEmulator netem) {
        return ByteBuffer.allocate(NETEM_SIZE)
                .order(ByteOrder.nativeOrder())
                .putInt(ticks(netem.delay()))
                .putInt(netem.limit())
                .putInt((int) (long) (netem.loss() * MAX_U32))
                .putInt(NETEM_JITTER, ticks(netem.jitter()))
                .array();
    }

    private static int ticks(Duration time) {
        return (int) (time.toNanos() / NANOS_PER_TICK);
    }
}
