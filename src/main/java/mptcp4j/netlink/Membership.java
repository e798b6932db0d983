package mptcp4j.netlink;

import java.io.IOException;

/** Brings what the kernel says to groups, which it may leave for a time. */
public interface Membership extends Receiver {
    /** Leaves the groups, and drops what waits: what the kernel says until {@link #join} is not heard. */
    void leave() throws IOException;

    /** Joins the groups again, after {@link #leave}. */
    void join() throws IOException;

    /** Ends the wait of another thread, or the next one, as if its time were over. */
    void wake() throws IOException;
}
