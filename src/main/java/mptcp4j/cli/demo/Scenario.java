package mptcp4j.cli.demo;

import java.time.Duration;
import mptcp4j.lab.Failure;

/** The ways in which the demo makes a path fail: always path 0, on which the connection was opened. */
public enum Scenario {
    /**
     * The SIGCOMM 2010 experiment: packets vanish, nobody is told. The kernel sends again after about one retransmission
     * timeout, whose floor is 200 ms; as much again is for a busy machine.
     */
    BLACKHOLE("blackhole", "Path 0 goes silent", Failure.BLACKHOLE, false, 400),
    /** The client's own link goes down under the connection. */
    LINK_DOWN("link-down", "Path 0's link goes down", Failure.LINK_DOWN_CLIENT, false, 400),
    /**
     * The other paths carry nothing until the first one is silent. The kernel sends again on a backup after two timeouts
     * at least, and all that follows once it has given the first path up (sysctl {@code net.mptcp.stale_loss_cnt}: four).
     */
    BACKUP("backup", "Path 0 goes silent, with a backup", Failure.BLACKHOLE, true, 1000);

    private final String id;
    private final String title;
    private final Failure failure;
    private final boolean backup;
    private final Duration mostGap;

    Scenario(String id, String title, Failure failure, boolean backup, long mostGapMillis) {
        this.id = id;
        this.title = title;
        this.failure = failure;
        this.backup = backup;
        this.mostGap = Duration.ofMillis(mostGapMillis);
    }

    /** Returns the name that programs know it by. */
    public String id() {
        return id;
    }

    /** Returns what happens, for people. */
    public String title() {
        return title;
    }

    /** Returns what is done to path 0. */
    public Failure failure() {
        return failure;
    }

    /** Whether all paths but the first are backups. */
    public boolean backup() {
        return backup;
    }

    /** Returns the longest gap that is expected. */
    Duration mostGap() {
        return mostGap;
    }
}
