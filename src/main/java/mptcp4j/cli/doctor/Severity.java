package mptcp4j.cli.doctor;

/** How bad a {@link Finding} is. */
public enum Severity {
    /** It is as it should be. */
    OK,
    /** Something works less well than it could, or may not be what was meant. */
    WARNING,
    /** Something that was asked for does not work. */
    PROBLEM
}
