package mptcp4j.cli.words;

/** Words on the command line that make no sense: one is wrong, missing or out of bounds, or they do not go together. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String usage;

    /** For a command whose usage is not known here. */
    public UsageException(String message) {
        this(message, "");
    }

    /** Returns the complaint that a word is wrong. */
    public static UsageException wrong(String word, String reason) {
        return new UsageException("argument \"" + word + "\" is wrong: " + reason);
    }

    /** Returns the complaint that something must be said. */
    public static UsageException required(String name) {
        return new UsageException("argument \"" + name + "\" is required");
    }

    private UsageException(String message, String usage) {
        super(message);
        this.usage = usage;
    }

    /** Returns the same complaint, to be followed by a usage. */
    public UsageException withUsage(String text) {
        return new UsageException(String.valueOf(getMessage()), text);
    }

    /** Returns how the command is used; empty where whoever threw it does not know. */
    public String usage() {
        return usage;
    }
}
