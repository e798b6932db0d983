package mptcp4j.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the {@link Libc}: FFM where the JDK has it (22 and later), else JNA. A backend is loaded by name, so a broken
 * one costs nothing but a line in {@link #failures()}.
 */
public final class Backends {
    /** The system property that forces one: {@code ffm} or {@code jna}. */
    public static final String PROPERTY = "mptcp4j.backend";

    private static final List<String> NAMES = List.of("ffm", "jna");

    static final Choice CHOSEN = choose(System.getProperty(PROPERTY));

    private Backends() {}

    /** Returns the name of the backend in use: {@code ffm} or {@code jna}. */
    public static String name() {
        return CHOSEN.name();
    }

    /** Returns why the backends that come before the one in use could not be loaded; empty where the first was. */
    public static List<Throwable> failures() {
        return CHOSEN.failures();
    }

    /**
     * @param forced the only name to try, or null to try all in order
     * @throws UnsatisfiedLinkError if none can be loaded, each reason suppressed in it
     * @throws IllegalArgumentException if there is no backend of that name
     */
    static Choice choose(@Nullable String forced) {
        if (forced != null && !NAMES.contains(forced)) {
            throw new IllegalArgumentException("-D" + PROPERTY + " must be one of " + NAMES + ": " + forced);
        }
        List<Throwable> failures = new ArrayList<>();
        for (String name : forced == null ? NAMES : List.of(forced)) {
            try {
                return new Choice(name, load(name), List.copyOf(failures));
            } catch (ReflectiveOperationException | LinkageError e) {
                failures.add(e);
            }
        }
        throw noneLoaded(failures);
    }

    private static Libc load(String name) throws ReflectiveOperationException {
        String type = "mptcp4j.linux." + name + "." + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)
                + "Libc";
        var constructor = Class.forName(type).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Libc) constructor.newInstance();
    }

    private static UnsatisfiedLinkError noneLoaded(List<Throwable> failures) {
        var error = new UnsatisfiedLinkError("no way to call the C library: needs JDK 22 or later with"
                + " --enable-native-access, or net.java.dev.jna:jna on the class path");
        failures.forEach(error::addSuppressed);
        return error;
    }

    record Choice(String name, Libc libc, List<Throwable> failures) {}
}
