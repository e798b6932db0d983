package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** FFM without permission fails when it is loaded, with the JVM's reason kept, in a JVM of its own. */
@EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "--illegal-native-access came with JDK 24")
class NativeAccessDeniedTest {
    @Test
    void theReasonIsKept() throws IOException {
        assertEquals("java.lang.IllegalCallerException", child("--illegal-native-access=deny"));
    }

    @Test
    void theFlagGivesPermission() throws IOException {
        assertEquals("ffm", child("--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED"));
    }

    private static String child(String... flags) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(flags));
        command.addAll(List.of("-D" + Backends.PROPERTY + "=ffm", "-cp", System.getProperty("java.class.path")));
        command.add(Child.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Says which backend was chosen, or why none was. */
    static final class Child {
        public static void main(String[] arguments) {
            try {
                System.out.println(Backends.name());
            } catch (UnsatisfiedLinkError none) {
                System.out.println(none.getSuppressed()[0].getCause().getClass().getName());
            }
        }
    }
}
