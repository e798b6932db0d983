package mptcp4j.daemon.config;

/** Who manages the subflows of the namespace's connections. */
public enum Mode {
    /** The daemon, every connection by itself. */
    USERSPACE,
    /** The kernel, by the endpoints and limits that the daemon keeps up to date. */
    KERNEL
}
