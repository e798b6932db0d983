package mptcp4j.lab;

/**
 * What a path has carried since the laboratory was built, link-layer headers included. Immutable.
 *
 * @param bytesToServer what left the path for the server
 * @param bytesToClient what left the path for the client
 */
public record Traffic(long bytesToServer, long bytesToClient) {}
