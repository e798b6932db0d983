package mptcp4j.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.cli.words.UsageException;
import mptcp4j.route.Rtnetlink;

/** The names of a namespace's links. Keeps those that it has asked for, for a second: they may be renamed. Not thread-safe. */
final class Interfaces {
    /** What {@code ip} calls a link that is gone. */
    private static final String GONE = "if";

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Rtnetlink links;
    private final Map<Integer, String> names = new HashMap<>();
    private long keptSince = System.nanoTime();

    /** Opens what it needs in the namespace of the context, which closes it. */
    static Interfaces of(Context context) throws IOException {
        return new Interfaces(context.open(Rtnetlink::open));
    }

    private Interfaces(Rtnetlink links) {
        this.links = links;
    }

    /** Returns the name; {@code if8} where there is no link with the index 8 any more. */
    String name(int index) throws IOException {
        long now = System.nanoTime();
        if (now - keptSince > KEPT_NANOS) {
            names.clear();
            keptSince = now;
        }
        String known = names.get(index);
        if (known == null) {
            known = ask(index);
            names.put(index, known);
        }
        return known;
    }

    /**
     * Returns the index of a link, and 8 for {@code if8}, whether it exists or not.
     *
     * @throws UsageException if there is no such link
     */
    int index(String name) throws IOException {
        try {
            return links.link(name).index();
        } catch (LinuxException e) {
            if (!e.errno().equals(Errno.ENODEV)) {
                throw e;
            }
        }
        if (name.matches(GONE + "[1-9]\\d{0,8}")) {
            return Integer.parseInt(name.substring(GONE.length()));
        }
        throw UsageException.wrong(name, "device does not exist");
    }

    private String ask(int index) throws IOException {
        try {
            return links.link(index).name();
        } catch (LinuxException e) {
            if (e.errno().equals(Errno.ENODEV)) {
                return GONE + index;
            }
            throw e;
        }
    }

    /** Tells a link's name: {@link Interfaces#name}. */
    @FunctionalInterface
    interface Names {
        String of(int index) throws IOException;
    }
}
