package mptcp4j.linux.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headers/} agrees with the UAPI headers of this system, as far as those are new enough to know. */
class SystemHeadersTest {
    private final List<Declared> declared = Headers.read();
    private final History history = History.read();

    SystemHeadersTest() throws IOException {}

    @BeforeEach
    void needsACompilerAndHeaders() {
        Requires.program("cc");
        Requires.that(Files.exists(Path.of("/usr/include/linux/mptcp.h")), "needs the kernel's UAPI headers");
    }

    @Test
    void ourDeclarationsAreTheSystems(@TempDir Path temporary) throws IOException {
        SortedMap<String, String> systems = AbiFacts.systems(declared, history, temporary);
        Requires.that(!systems.isEmpty(), "needs UAPI headers of " + Kernel.OLDEST + " or later");
        SortedMap<String, String> ours = AbiFacts.ours(declared, temporary);
        ours.keySet().retainAll(systems.keySet());
        for (Declared one : declared) {
            if (history.grows(one)) {
                ours.remove(one.name());
                systems.remove(one.name());
            }
        }
        assertEquals("", AbiFacts.differences(systems, ours));
    }
}
