package mptcp4j.broker;

import mptcp4j.Errno;
import mptcp4j.LinuxException;

/** An error as fields of a {@link Line}, so that who asked throws what who tried has thrown. */
public final class Refusal {
    private static final int MAX_ERRNO = 4095;
    private static final int LONGEST_WORDS = 4096;

    private Refusal() {}

    /** Adds the error. */
    public static Line put(Line line, LinuxException error) {
        Line with = line.with("error", error.errno().symbol())
                .with("number", error.errno().number())
                .with("operation", cut(error.operation()));
        String detail = error.detail();
        return detail == null ? with : with.with("detail", cut(detail));
    }

    /** Words of a configuration may be long, and a line has an end. */
    private static String cut(String words) {
        return words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS) + "...";
    }

    /** Returns whether a line has one. */
    static boolean is(Line line) {
        return line.has("error");
    }

    /** Returns the error of a line. */
    public static LinuxException read(Line line) throws ProtocolException {
        Errno errno = new Errno((int) line.number("number", 1, MAX_ERRNO));
        return new LinuxException(
                line.text("operation"), errno, line.textIfAny("detail").orElse(null));
    }
}
