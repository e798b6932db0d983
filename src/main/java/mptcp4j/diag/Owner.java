package mptcp4j.diag;

/**
 * A process that has a socket open.
 *
 * @param pid in the pid namespace of the asking process
 * @param descriptor by which the process knows the socket; the lowest where it has several
 * @param command the process's name: up to 15 bytes of the program's, or what it calls itself
 */
public record Owner(long pid, int descriptor, String command) {}
