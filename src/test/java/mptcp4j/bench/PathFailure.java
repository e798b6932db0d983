package mptcp4j.bench;

import mptcp4j.lab.Failure;

/** What happens to path 0, on which the connection began, under a stream over both. */
enum PathFailure {
    LINK_DOWN_WITH_BACKUP("its link goes down, the other path is a backup", Failure.LINK_DOWN_CLIENT, true),
    LINK_DOWN("its link goes down, both are in use", Failure.LINK_DOWN_CLIENT, false),
    BLACKHOLE("its packets vanish, both are in use", Failure.BLACKHOLE, false);

    private final String title;
    private final Failure failure;
    private final boolean backup;

    PathFailure(String title, Failure failure, boolean backup) {
        this.title = title;
        this.failure = failure;
        this.backup = backup;
    }

    String title() {
        return title;
    }

    Failure failure() {
        return failure;
    }

    /** Whether path 1 is used only while path 0 does not work. */
    boolean backup() {
        return backup;
    }

    /** Whether path 0 works again later: with a backup there would be no share to come back. */
    boolean comesBack() {
        return !backup;
    }
}
