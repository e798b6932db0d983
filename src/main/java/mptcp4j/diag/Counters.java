package mptcp4j.diag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Netns;

/**
 * What MPTCP has counted in a network namespace since that was made: {@code MPTcpExt} of {@code /proc/net/netstat}, as
 * {@code nstat} shows it. Kernels differ in the counters that they have, and stable ones get some of later ones, so each is known
 * by its name alone ({@code net/mptcp/mib.c}). {@code MPCurrEstab} is not counted but measured: it falls, too. Immutable.
 *
 * @param values by name, in the kernel's order; 64 bits, unsigned
 */
public record Counters(Map<String, Long> values) {
    private static final String FILE = "/proc/thread-self/net/netstat";
    private static final String PREFIX = "MPTcpExt:";

    public Counters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Reads those of the network namespace that the calling thread is in. Linux 5.7.
     *
     * @throws LinuxException EOPNOTSUPP if this kernel does not count
     */
    public static Counters read() throws IOException {
        return parse(Files.readAllLines(Path.of(FILE)));
    }

    /**
     * Reads those of a network namespace. Linux 5.7.
     *
     * @param namespace the file that stands for it, such as {@code /run/netns/NAME} or {@code /proc/PID/ns/net}
     * @throws LinuxException EOPNOTSUPP if this kernel does not count; ENOENT if there is no such file; EINVAL if it is no
     *     network namespace; EPERM without CAP_SYS_ADMIN there
     */
    public static Counters read(Path namespace) throws IOException {
        try (Netns netns = Netns.open(namespace.toString())) {
            return netns.call(Counters::read);
        }
    }

    /** Two lines begin with the same word: names follow in the first, their values in the second. */
    static Counters parse(List<String> netstat) throws LinuxException {
        String[] names = null;
        for (String line : netstat) {
            if (line.startsWith(PREFIX)) {
                String[] words = line.strip().split(" +");
                if (names != null) {
                    return pair(names, words);
                }
                names = words;
            }
        }
        throw new LinuxException(
                "read " + FILE,
                Errno.EOPNOTSUPP,
                "no counters of MPTCP: needs Linux 5.7 or newer built with CONFIG_MPTCP");
    }

    private static Counters pair(String[] names, String[] values) throws LinuxException {
        if (names.length != values.length) {
            throw malformed(names.length + " names, " + values.length + " values");
        }
        Map<String, Long> counters = new LinkedHashMap<>();
        for (int i = 1; i < names.length; i++) {
            try {
                counters.put(names[i], Long.parseUnsignedLong(values[i]));
            } catch (NumberFormatException e) {
                throw malformed(names[i] + " is " + values[i]);
            }
        }
        return new Counters(counters);
    }

    private static LinuxException malformed(String detail) {
        return new LinuxException("read " + FILE, Errno.EPROTO, detail);
    }

    /** Returns the value of a counter, such as {@code MPJoinAckRx}; empty if this kernel does not have it. */
    public OptionalLong get(String name) {
        Long value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /**
     * Returns by how much each counter has grown. One that is new is taken whole; one that fell ({@code MPCurrEstab}) is
     * negative.
     */
    public Counters since(Counters earlier) {
        Map<String, Long> differences = new LinkedHashMap<>();
        values.forEach((name, value) -> differences.put(name, value - earlier.values.getOrDefault(name, 0L)));
        return new Counters(differences);
    }
}
