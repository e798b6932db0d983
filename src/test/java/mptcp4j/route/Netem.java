package mptcp4j.route;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;

/**
 * Kernels with and without netem are both right: what one kind does is skipped on the other, in CI, too. Which kind it
 * is, {@code tc} finds out.
 */
public final class Netem {
    private Netem() {}

    /** Skips the test on a kernel without. */
    public static void mustBeThere() throws IOException {
        if (!present()) {
            abort("for kernels with netem");
        }
    }

    /** Skips the test on a kernel with it. */
    public static void mustBeMissing() throws IOException {
        if (present()) {
            abort("for kernels without netem");
        }
    }

    private static boolean present() throws IOException {
        Requires.program("tc");
        try (Netns netns = Netns.create()) {
            return netns.call(() -> {
                Process tc = new ProcessBuilder("tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms")
                        .redirectErrorStream(true)
                        .start();
                String output = new String(tc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (tc.waitFor() != 0) {
                    assertTrue(output.contains("Specified qdisc"), output); // "kind is unknown", or "not found"
                    return false;
                }
                return true;
            });
        }
    }
}
