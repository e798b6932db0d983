package mptcp4j.cli;

/** Words on the command line that are right one by one and make no sense together, or are out of bounds. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
