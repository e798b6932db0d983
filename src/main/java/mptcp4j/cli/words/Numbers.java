package mptcp4j.cli.words;

/** Numbers without a sign, written as in C. */
final class Numbers {
    private static final int NONE = -1;

    private Numbers() {}

    /** Returns a negative number where the text is none. */
    static long parse(String text) {
        return text.matches("0[xX]\\p{XDigit}{1,15}|0[0-7]{0,20}|[1-9]\\d{0,17}") ? Long.decode(text) : NONE;
    }
}
