package mptcp4j.cli.doctor;

/** Words of a command for a POSIX shell. */
public final class Shell {
    private static final String HARMLESS = "[\\w.:@/=-]+";

    private Shell() {}

    /** Returns a word that the shell takes for this text, whatever is in it: a link may be called {@code $(reboot)}. */
    public static String quoted(String text) {
        return text.matches(HARMLESS) ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
