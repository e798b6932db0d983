package mptcp4j.cli.report;

/** How a piece of text looks on a terminal, by the codes of ECMA-48 ("select graphic rendition"). */
enum Style {
    BOLD("1"),
    DIM("2"),
    GOOD("32"),
    BAD("1;31"),
    /** The first path's, and of every fourth after it. */
    PATH_0("34"),
    PATH_1("33"),
    PATH_2("36"),
    PATH_3("35");

    private static final Style[] PATHS = {PATH_0, PATH_1, PATH_2, PATH_3};

    private final String code;

    Style(String code) {
        this.code = code;
    }

    static Style ofPath(int index) {
        return PATHS[index % PATHS.length];
    }

    /** Returns the text as it is where the screen has no colours. */
    String on(Screen screen, String text) {
        return screen.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
