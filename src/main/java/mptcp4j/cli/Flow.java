package mptcp4j.cli;

/**
 * What passed through a connection or a subflow between two samples.
 *
 * @param outBitsPerSecond sent, that sent again included
 * @param inBitsPerSecond received
 */
record Flow(long outBitsPerSecond, long inBitsPerSecond) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Returns what passed from one count to a later one. */
    static Flow between(Bytes earlier, Bytes later, long nanos) {
        return new Flow(rate(later.sent - earlier.sent, nanos), rate(later.received - earlier.received, nanos));
    }

    private static long rate(long bytes, long nanos) {
        return Math.round(bytes * Byte.SIZE * NANOS_PER_SECOND / nanos);
    }

    /** What was sent and received so far. */
    record Bytes(long sent, long received) {}
}
