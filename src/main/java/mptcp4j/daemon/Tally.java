package mptcp4j.daemon;

/** What has happened since the daemon was started. Of one thread. */
final class Tally {
    private long adopted;
    private long overflows;
    private long resyncs;

    void adopted() {
        adopted++;
    }

    void overflowed() {
        overflows++;
    }

    void resynced() {
        resyncs++;
    }

    long adoptions() {
        return adopted;
    }

    long overflows() {
        return overflows;
    }

    long resyncs() {
        return resyncs;
    }
}
