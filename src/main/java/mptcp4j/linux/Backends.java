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

    private static final @Nullable String FORCED = System.getProperty(PROPERTY);
    private static final Attempt ATTEMPT = attempt(FORCED);

    private Backends() {}

    /** Returns the name of the backend in use: {@code ffm} or {@code jna}. @throws Error as {@link Libc#get} */
    public static String name() {
        return chosen().name();
    }

    /** Returns why backends that come before the one in use, or all where none is, could not be loaded. */
    public static List<Throwable> failures() {
        return ATTEMPT.failures();
    }

    /** A failure is kept as a value: thrown while this class is initialised, it would lose its reasons after the first time. */
    static Choice chosen() {
        return require(ATTEMPT, FORCED);
    }

    /**
     * @param forced the only name to try, or null to try all in order
     * @throws UnsatisfiedLinkError if none can be loaded, each reason suppressed in it
     * @throws IllegalArgumentException if there is no backend of that name
     */
    static Choice choose(@Nullable String forced) {
        return require(attempt(forced), forced);
    }

    private static Attempt attempt(@Nullable String forced) {
        List<Throwable> failures = new ArrayList<>();
        for (String name :
                forced == null ? NAMES : NAMES.stream().filter(forced::equals).toList()) {
            try {
                return new Attempt(new Choice(name, (Libc) load(name, "Libc")), List.copyOf(failures));
            } catch (ReflectiveOperationException | LinkageError e) {
                failures.add(e);
            }
        }
        return new Attempt(null, List.copyOf(failures));
    }

    private static Choice require(Attempt attempt, @Nullable String forced) {
        Choice choice = attempt.choice();
        if (choice != null) {
            return choice;
        }
        if (forced != null && !NAMES.contains(forced)) {
            throw new IllegalArgumentException("-D" + PROPERTY + " must be one of " + NAMES + ": " + forced);
        }
        throw noneLoaded(attempt.failures());
    }

    /** Makes what a backend has behind a door, {@code Libc} or {@code Libbpf}. */
    static Object load(String name, String door) throws ReflectiveOperationException {
        String type = "mptcp4j.linux." + name + "." + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)
                + door;
        var constructor = Class.forName(type).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static UnsatisfiedLinkError noneLoaded(List<Throwable> failures) {
        var error = new UnsatisfiedLinkError("no way to call the C library: needs JDK 22 or later with"
                + " --enable-native-access, or net.java.dev.jna:jna on the class path");
        failures.forEach(error::addSuppressed);
        return error;
    }

    record Choice(String name, Libc libc) {}

    private record Attempt(@Nullable Choice choice, List<Throwable> failures) {}
}
