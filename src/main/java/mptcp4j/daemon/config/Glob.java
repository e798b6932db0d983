package mptcp4j.daemon.config;

/**
 * A pattern in which {@code *} stands for any characters, none as well, and {@code ?} for one. Case counts.
 *
 * @param text as it is written
 */
public record Glob(String text) {
    /** Returns whether all of a text is like this. */
    public boolean matches(String name) {
        int at = 0;
        int star = -1;
        int retry = 0;
        for (int i = 0; i < name.length(); ) {
            if (at < text.length() && text.charAt(at) == '*') {
                star = at++;
                retry = i;
            } else if (at < text.length() && (text.charAt(at) == '?' || text.charAt(at) == name.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++retry;
            } else {
                return false;
            }
        }
        return text.substring(at).chars().allMatch(c -> c == '*');
    }

    /** Returns whether there is anything in it that a text has to have. */
    boolean names() {
        return text.chars().anyMatch(c -> c != '*' && c != '?');
    }

    @Override
    public String toString() {
        return text;
    }
}
