package mptcp4j.socket;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The release of a kernel, such as 6.18 of {@code 6.18.44-generic}. Distributions add features of later ones, so it only
 * decides where nothing else tells.
 */
record KernelRelease(int major, int minor) {
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

    /** Returns that of the running kernel. */
    static KernelRelease running() {
        return parse(System.getProperty("os.version", ""));
    }

    /** Returns 0.0 for a text that is not a release. */
    static KernelRelease parse(String text) {
        Matcher release = RELEASE.matcher(text);
        return release.matches()
                ? new KernelRelease(Integer.parseInt(release.group(1)), Integer.parseInt(release.group(2)))
                : new KernelRelease(0, 0);
    }

    boolean isAtLeast(int major, int minor) {
        return this.major != major ? this.major > major : this.minor >= minor;
    }
}
