package mptcp4j.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mptcp4j.linux.Netns;

/** A kernel parameter of a network namespace, and the value that it shall have. */
record Sysctl(String name, String value) {
    private static final Path PARAMETERS = Path.of("/proc/sys");

    /** Holds for links that are made later; loopback keeps {@code ::1}. */
    private static final Sysctl WITHOUT_IPV6 = new Sysctl("net.ipv6.conf.default.disable_ipv6", "1");

    /**
     * A connection that was closed while its path is silent keeps its namespace: with 8 tries, which is the kernel's
     * default, for 100 s.
     */
    static final Sysctl GIVE_UP_ORPHANS = new Sysctl("net.ipv4.tcp_orphan_retries", "1");

    /** Without duplicate address detection, a link-local address is usable at once, too. */
    private static final List<Sysctl> WITH_IPV6 = List.of(
            new Sysctl("net.ipv6.conf.default.disable_ipv6", "0"), new Sysctl("net.ipv6.conf.default.accept_dad", "0"));

    /** What a new namespace takes over from the machine, or would do against several paths, is set aside. */
    private static final List<Sysctl> OF_HOST = List.of(
            new Sysctl("net.ipv4.conf.all.rp_filter", "0"),
            new Sysctl("net.ipv4.conf.default.rp_filter", "0"),
            new Sysctl("net.ipv4.tcp_no_metrics_save", "1"));

    /** Links of the router are without IPv6: each would announce itself to both ends of its path. */
    static List<Sysctl> ofRouter() {
        return WITHOUT_IPV6.exists() ? List.of(WITHOUT_IPV6) : List.of();
    }

    static List<Sysctl> ofHost(boolean ipv6) {
        return Stream.of(OF_HOST, ipv6 ? WITH_IPV6 : ofRouter())
                .flatMap(List::stream)
                .toList();
    }

    /** Whether this kernel has it: those of IPv6 are missing from one that is without. */
    boolean exists() {
        return Files.exists(file());
    }

    /** The files below {@code /proc/sys/net} are those of the namespace of the thread that opens them. */
    void set(Netns namespace) throws IOException {
        namespace.run(() -> Files.writeString(file(), value));
    }

    private Path file() {
        return PARAMETERS.resolve(name.replace('.', '/'));
    }
}
