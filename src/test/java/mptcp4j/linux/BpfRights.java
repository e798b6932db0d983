package mptcp4j.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The right to load programs for BPF, which a user namespace does not give. */
public final class BpfRights {
    private static final Path STATUS = Path.of("/proc/self/status");
    /** CAP_PERFMON and CAP_BPF. */
    private static final long NEEDED = 1L << 38 | 1L << 39;

    private BpfRights() {}

    /**
     * Skips the test where this process may not load programs. Root of a user namespace is asked to skip even in CI: no
     * machine gives it that right.
     */
    public static void require() throws IOException {
        Requires.that(Files.exists(Path.of("/sys/kernel/btf/vmlinux")), "needs a kernel with BTF");
        boolean first = Files.readString(Path.of("/proc/self/uid_map")).strip().matches("0\\s+0\\s+4294967295");
        assumeTrue(first, "needs CAP_BPF in the first user namespace");
        String effective = Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .findFirst()
                .orElseThrow()
                .substring(7)
                .strip();
        long rights = Long.parseUnsignedLong(effective, 16);
        Requires.that((rights & NEEDED) == NEEDED, "needs CAP_BPF and CAP_PERFMON");
    }
}
