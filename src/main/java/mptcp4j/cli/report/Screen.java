package mptcp4j.cli.report;

/**
 * What shows a stream. Immutable.
 *
 * @param interactive whether it is a terminal on which lines can be drawn again
 * @param colour whether it may have colours
 * @param blocks whether it can show the characters that bars are made of
 * @param width columns
 * @param height lines
 */
public record Screen(boolean interactive, boolean colour, boolean blocks, int width, int height) {
    /** A bar's parts, from an eighth of a column to a whole one. */
    public static final String BLOCKS = "▏▎▍▌▋▊▉█";

    /** Returns what a file or a pipe is: no terminal, no colours, no limit. */
    public static Screen none() {
        return new Screen(false, false, false, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}
