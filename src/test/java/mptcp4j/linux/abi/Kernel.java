package mptcp4j.linux.abi;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Linux, as far as the ABI depends on it. */
public record Kernel(int major, int minor) implements Comparable<Kernel> {
    static final Kernel OLDEST = new Kernel(5, 16);

    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final Comparator<Kernel> ORDER =
            Comparator.comparingInt(Kernel::major).thenComparingInt(Kernel::minor);

    /** Reads {@code 6.5} or {@code 6.1.0-18-amd64}. */
    static Kernel parse(String release) {
        Matcher matcher = RELEASE.matcher(release);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a kernel's version: " + release);
        }
        return new Kernel(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** The running one. */
    public static Kernel running() {
        return parse(System.getProperty("os.version"));
    }

    /** Whether it is that version or a later one. */
    public boolean has(Kernel since) {
        return compareTo(since) >= 0;
    }

    @Override
    public int compareTo(Kernel other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
