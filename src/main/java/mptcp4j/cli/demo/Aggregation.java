package mptcp4j.cli.demo;

/**
 * What the same program moved over plain TCP and over MPTCP.
 *
 * @param tcp over path 0
 * @param mptcp over all paths
 */
public record Aggregation(Transfer tcp, Transfer mptcp) {
    /** Returns how many times the throughput of plain TCP that of MPTCP is. */
    public double ratio() {
        return mptcp.mbps() / tcp.mbps();
    }
}
