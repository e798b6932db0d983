package mptcp4j.linux.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every structure and enumerator in {@code headers/} is the running kernel's, by its own type information. What is newer
 * than the kernel may be missing there; what is there must be where we say.
 */
class BtfKernelIT {
    private final List<Declared> declared = Headers.read();

    BtfKernelIT() throws IOException {}

    @BeforeEach
    void needsBtf() {
        Requires.that(Btf.present(), "needs a kernel with BTF (CONFIG_DEBUG_INFO_BTF)");
        Requires.program("cc");
    }

    @Test
    void theRunningKernelIsAsDeclared(@TempDir Path temporary) throws IOException {
        Btf kernel = Btf.ofKernel("veth", "bridge", "sch_tbf", "sch_netem");
        var check = new KernelCheck(Kernel.running(), kernel, History.read(), AbiFacts.ours(declared, temporary));
        assertEquals("", String.join("\n", check.differences(declared)));
    }
}
