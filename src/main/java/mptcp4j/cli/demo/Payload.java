package mptcp4j.cli.demo;

/**
 * What one end of a transfer sent or received.
 *
 * @param bytes how many
 * @param sha256 their digest in hexadecimal, empty where the transfer was for speed alone
 */
public record Payload(long bytes, String sha256) {}
