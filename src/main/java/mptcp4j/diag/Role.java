package mptcp4j.diag;

/** Which end of a connection. */
public enum Role {
    /** The end that connected. */
    CLIENT,
    /** The end that listened. */
    SERVER
}
