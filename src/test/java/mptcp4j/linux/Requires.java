package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a test needs of the machine. Missing, it is a visible skip on a laptop and a failure where {@code CI} is set: a
 * machine that is there to test everything must not pass by testing nothing.
 */
public final class Requires {
    private Requires() {}

    /** A kernel with MPTCP, and the right to make network namespaces (root, or {@code unshare -Ur}). */
    public static void mptcp() {
        that(Files.exists(Path.of("/proc/sys/net/mptcp/enabled")), "needs a kernel with MPTCP");
        namespaces();
    }

    /** The right to make network namespaces. */
    public static void namespaces() {
        try (Netns made = Netns.create()) {
            that(made.fd() != null, "needs network namespaces");
        } catch (IOException e) {
            that(false, "needs network namespaces, as root or under unshare -Ur: " + e.getMessage());
        }
    }

    /** A program on the path. */
    public static void program(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        for (String directory : path.split(":")) {
            if (Files.isExecutable(Path.of(directory, name))) {
                return;
            }
        }
        that(false, "needs the program " + name);
    }

    /** Anything else. */
    public static void that(boolean present, String need) {
        if (present) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            fail(need);
        }
        abort(need);
    }
}
