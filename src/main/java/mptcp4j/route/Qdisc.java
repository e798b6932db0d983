package mptcp4j.route;

import java.time.Duration;

/** A queueing discipline: what a link does with packets before it sends them. Immutable. */
public sealed interface Qdisc {
    /** Returns the kernel's name of it. */
    String kind();

    /**
     * {@code tbf}, the token bucket: sends at a rate, and drops what does not fit into the queue. It splits segments that
     * the network card would have split (GSO) when they are larger than the burst.
     *
     * @param bytesPerSecond the rate, of bytes with their link-layer header
     * @param burst bytes that may leave at once; a packet larger than this is dropped. Should be no less than what the
     *     rate gives in one tick of the kernel's clock, which is 4 ms at HZ=250
     * @param limit bytes that may wait
     */
    record TokenBucket(long bytesPerSecond, int burst, long limit) implements Qdisc {
        private static final long MAX_U32 = 0xffffffffL;

        /** @throws IllegalArgumentException if a number is not positive or is too large for the kernel */
        public TokenBucket {
            if (bytesPerSecond <= 0 || burst <= 0 || limit <= 0 || limit > MAX_U32) {
                throw new IllegalArgumentException(
                        "tbf of " + bytesPerSecond + " bytes/s, burst " + burst + ", limit " + limit);
            }
        }

        @Override
        public String kind() {
            return "tbf";
        }
    }

    /**
     * {@code netem}: delays and loses packets. Many kernels are built without it (CONFIG_NET_SCH_NETEM).
     *
     * @param delay from 0 to 274 seconds, in steps of 64 nanoseconds
     * @param jitter how far the delay of a packet may be off, either way
     * @param loss the share of packets that are lost, from 0 to 1
     * @param limit packets that may be on their way
     */
    record NetworkEmulator(Duration delay, Duration jitter, double loss, int limit) implements Qdisc {
        private static final Duration MAX_DELAY = Duration.ofSeconds(274);

        /** @throws IllegalArgumentException if a number is out of its range */
        public NetworkEmulator {
            if (!inRange(delay) || !inRange(jitter) || !(loss >= 0 && loss <= 1) || limit <= 0) {
                throw new IllegalArgumentException(
                        "netem with delay " + delay + ", jitter " + jitter + ", loss " + loss + ", limit " + limit);
            }
        }

        @Override
        public String kind() {
            return "netem";
        }

        private static boolean inRange(Duration time) {
            return !time.isNegative() && time.compareTo(MAX_DELAY) <= 0;
        }
    }
}
