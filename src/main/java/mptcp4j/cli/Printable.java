package mptcp4j.cli;

/** Names that are not ours to choose, such as those of processes and links, on their way to a terminal. */
final class Printable {
    private Printable() {}

    /** Returns the text with {@code ?} for each control character, which a terminal would obey. */
    static String text(String name) {
        return name.replaceAll("\\p{Cc}", "?");
    }
}
