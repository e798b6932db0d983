package mptcp4j.bpf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.jspecify.annotations.Nullable;

/** Finds out why the kernel did not take the program: the errno alone says little, and libbpf would only print the rest. */
final class Refusal {
    private static final String OPERATION = "load a program for BPF";
    private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");
    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final Path USERS = Path.of("/proc/self/uid_map");
    private static final String ALL_USERS = "0 0 4294967295";

    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_PERFMON = 38;
    private static final int CAP_BPF = 39;

    private Refusal() {}

    /**
     * @param errno what loading returned
     * @param log what the verifier wrote, ended by a zero
     */
    static LinuxException of(Errno errno, ByteBuffer log) {
        if (!Files.exists(TYPES)) {
            return new LinuxException(
                    OPERATION, Errno.ENOSYS, "the kernel has no type information, CONFIG_DEBUG_INFO_BTF: no " + TYPES);
        }
        Optional<String> words = lastWords(log);
        if (words.isPresent()) {
            String kernel = System.getProperty("os.version", "");
            return new LinuxException(OPERATION, errno, words.get() + "; needs Linux 6.1 or later, this is " + kernel);
        }
        return new LinuxException(OPERATION, errno, errno.equals(Errno.EPERM) ? rights() : null);
    }

    /** Of an account of what it has checked, the line before the last, which counts. */
    static Optional<String> lastWords(ByteBuffer log) {
        String account = StandardCharsets.UTF_8.decode(log.duplicate().clear()).toString();
        int end = account.indexOf('\0');
        return account.substring(0, end < 0 ? account.length() : end)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("processed "))
                .reduce((before, last) -> last);
    }

    private static @Nullable String rights() {
        try {
            List<String> status = Files.readAllLines(STATUS);
            String users = Files.readString(USERS).strip().replaceAll("\\s+", " ");
            return rights(
                    Long.parseUnsignedLong(value(status, "CapEff:"), 16),
                    users.equals(ALL_USERS),
                    !value(status, "Seccomp:").equals("0"));
        } catch (IOException e) {
            return null;
        }
    }

    private static String value(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElse("0");
    }

    /**
     * @param effective the capabilities of the thread, bit by bit
     * @param first whether they are those of the first user namespace
     * @param filtered whether some system calls are forbidden to it
     */
    static String rights(long effective, boolean first, boolean filtered) {
        String needs = "needs CAP_BPF and CAP_PERFMON in the first user namespace";
        if (!first) {
            return needs + ", and this process is in another";
        }
        List<String> lacking = new ArrayList<>();
        if (!has(effective, CAP_BPF)) {
            lacking.add("CAP_BPF");
        }
        if (!has(effective, CAP_PERFMON)) {
            lacking.add("CAP_PERFMON");
        }
        if (!lacking.isEmpty()) {
            return needs + "; this thread lacks " + String.join(" and ", lacking);
        }
        return needs + ", which this thread has: "
                + (filtered ? "its seccomp filter may forbid bpf(2)" : "kernel lockdown may forbid it");
    }

    /** CAP_SYS_ADMIN stands for both: until Linux 5.8 they were part of it. */
    private static boolean has(long effective, int capability) {
        return (effective >>> capability & 1) == 1 || (effective >>> CAP_SYS_ADMIN & 1) == 1;
    }
}
