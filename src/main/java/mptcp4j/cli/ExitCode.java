package mptcp4j.cli;

/** What the process ends with: the numbers of {@code ip}. */
final class ExitCode {
    static final int OK = 0;
    /** The kernel could not be talked to, or something went wrong on the way. */
    static final int FAILED = 1;
    /** The kernel understood, and refused. */
    static final int REFUSED = 2;
    /** The doctor found a problem. */
    static final int PROBLEM = 3;
    /** The command line makes no sense. */
    static final int USAGE = 255;

    private ExitCode() {}
}
