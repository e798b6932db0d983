package mptcp4j.cli.demo;

import mptcp4j.lab.Failure;

/** The ways in which the demo makes a path fail: always path 0, on which the connection was opened. */
public enum Scenario {
    /** The SIGCOMM 2010 experiment: packets vanish, nobody is told. */
    BLACKHOLE("blackhole", "Path 0 goes silent", Failure.BLACKHOLE, false),
    /** The client's own link goes down under the connection. */
    LINK_DOWN("link-down", "Path 0's link goes down", Failure.LINK_DOWN_CLIENT, false),
    /** The other paths carry nothing until the first one is silent. */
    BACKUP("backup", "Path 0 goes silent, with a backup", Failure.BLACKHOLE, true);

    private final String id;
    private final String title;
    private final Failure failure;
    private final boolean backup;

    Scenario(String id, String title, Failure failure, boolean backup) {
        this.id = id;
        this.title = title;
        this.failure = failure;
        this.backup = backup;
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
}
