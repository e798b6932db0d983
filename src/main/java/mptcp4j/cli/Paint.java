package mptcp4j.cli;

import java.util.Map;

/**
 * The colours of iproute2, by the codes of ECMA-48 ("select graphic rendition"). Immutable.
 *
 * @param on whether there are any
 * @param dark whether the screen behind is dark
 */
record Paint(boolean on, boolean dark) {
    static final Paint NONE = new Paint(false, false);

    /** Returns colours for a dark screen, unless the last number of {@code COLORFGBG} is that of a light colour. */
    static Paint coloured(Map<String, String> environment) {
        boolean light = environment.getOrDefault("COLORFGBG", "").matches(".*;(?!([0-6]|8)$)[^;]*");
        return new Paint(true, !light);
    }

    /** What is coloured. */
    enum Role {
        GOOD("32", "1;32"),
        DOUBTFUL("33", "1;33"),
        BAD("31", "1;31"),
        INTERFACE("36", "1;36"),
        IPV4("35", "1;35"),
        IPV6("34", "1;94");

        private final String onLight;
        private final String onDark;

        Role(String onLight, String onDark) {
            this.onLight = onLight;
            this.onDark = onDark;
        }
    }

    /** Returns the text in the role's colour. */
    String on(Role role, String text) {
        return on ? "\u001b[" + (dark ? role.onDark : role.onLight) + "m" + text + "\u001b[0m" : text;
    }
}
