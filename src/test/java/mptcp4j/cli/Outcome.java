package mptcp4j.cli;

/**
 * What a command left behind.
 *
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Outcome(int exitCode, String out, String err) {}
