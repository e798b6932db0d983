package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/join-damage} is for a person who has half a minute; here its program has to compile, and to start. */
class JoinDamageTest {
    private static final List<String> COMPILE =
            List.of("cc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-pthread", "native/join_damage.c", "-o");

    @Test
    void compilesAndSaysWhatItTakes(@TempDir Path temporary) throws IOException {
        Requires.program("cc");
        String program = temporary.resolve("join_damage").toString();
        assertEquals(
                "0: ", run(Stream.concat(COMPILE.stream(), Stream.of(program)).toList()));
        assertEquals("2: usage: join_damage STREAMS together|apart\n", run(List.of(program)));
        assertEquals("2: usage: join_damage STREAMS together|apart\n", run(List.of(program, "0", "apart")));
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue() + ": " + output;
    }
}
