package mptcp4j.cli.report;

/** A bar of characters, exact to an eighth of a column where the screen has the characters for it. */
final class Bar {
    private static final int PARTS = 8;

    private Bar() {}

    /**
     * @param share of the width, from 0 to 1; what is outside is cut off
     * @param width columns, all of which are filled
     */
    static String of(double share, int width, boolean blocks) {
        double bounded = Math.max(0, Math.min(1, share));
        if (!blocks) {
            int whole = (int) Math.round(bounded * width);
            return "#".repeat(whole) + ".".repeat(width - whole);
        }
        int parts = (int) Math.round(bounded * width * PARTS);
        int whole = parts / PARTS;
        int rest = parts % PARTS;
        String bar =
                Screen.BLOCKS.substring(PARTS - 1).repeat(whole) + (rest == 0 ? "" : Screen.BLOCKS.charAt(rest - 1));
        return bar + " ".repeat(width - bar.length());
    }
}
