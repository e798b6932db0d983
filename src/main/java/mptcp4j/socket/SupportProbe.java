package mptcp4j.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mptcp4j.LinuxException;
import mptcp4j.linux.Backends;
import mptcp4j.linux.Fd;
import mptcp4j.pm.PathManager;

/** Finds out what works, by trying it: on a socket that is never connected, and by a change that changes nothing. */
final class SupportProbe {
    private static final Path ENABLED = Path.of("/proc/sys/net/mptcp/enabled");

    private SupportProbe() {}

    static MptcpSupport run() {
        Capability libc = libc();
        try (Fd socket = MptcpSockets.open()) {
            int fd = socket.number();
            Capability info = attempt("MPTCP_INFO", "5.16", () -> ConnectionReader.readInfo(fd));
            Capability subflows = attempt(
                    "MPTCP_FULL_INFO",
                    "6.5",
                    () -> new FullInfoReader(1, (local, remote, link) -> Optional.empty()).read(fd));
            Capability isMptcp = attempt("TCP_IS_MPTCP", "6.10", () -> ConnectionReader.IS_MPTCP.readInt(fd));
            return support(libc, Capability.yes("socket(IPPROTO_MPTCP)"), info, subflows, isMptcp, pathManager());
        } catch (LinuxException refusal) {
            Capability none = Capability.no("no MPTCP socket to ask");
            Capability commands = libc.available() ? pathManager() : libc;
            return support(libc, Capability.no(refusal), none, none, none, commands);
        }
    }

    private static MptcpSupport support(
            Capability libc,
            Capability sockets,
            Capability info,
            Capability subflows,
            Capability isMptcp,
            Capability pathManager) {
        String kernel = System.getProperty("os.version", "unknown");
        String java = Runtime.version().toString();
        return new MptcpSupport(
                kernel,
                java,
                libc,
                enabled(),
                sockets,
                info,
                subflows,
                isMptcp,
                pathManager,
                libc.available() ? SteeringProbe.steering(pathManager) : libc,
                libc.available() ? SteeringProbe.events() : libc,
                libc.available() ? SteeringProbe.options() : libc);
    }

    private static Capability libc() {
        try {
            String others = reasons(Backends.failures().stream());
            return Capability.yes(Backends.name() + (others.isEmpty() ? "" : ", not " + others));
        } catch (UnsatisfiedLinkError e) {
            return Capability.no(e.getMessage() + ": " + reasons(Stream.of(e.getSuppressed())));
        } catch (NoClassDefFoundError e) {
            return Capability.no(String.valueOf(e.getCause())); // the JVM keeps the error of the first attempt
        }
    }

    private static String reasons(Stream<Throwable> failures) {
        return failures.map(Throwable::toString).collect(Collectors.joining("; "));
    }

    private static Capability enabled() {
        try {
            String value = Files.readString(ENABLED).strip();
            return value.equals("0")
                    ? Capability.no("net.mptcp.enabled=0: sysctl -w net.mptcp.enabled=1")
                    : Capability.yes("net.mptcp.enabled=" + value);
        } catch (IOException e) {
            return Capability.no("cannot read " + ENABLED + ": " + e);
        }
    }

    private static Capability pathManager() {
        try (PathManager pathManager = PathManager.open()) {
            pathManager.requirePermission();
            return Capability.yes("mptcp_pm");
        } catch (IOException e) {
            return Capability.no(e);
        }
    }

    private static Capability attempt(String option, String since, Attempt attempt) {
        try {
            attempt.run();
            return Capability.yes(option);
        } catch (LinuxException e) {
            return KernelOption.isUnknown(e.errno())
                    ? Capability.no(option + " needs Linux " + since)
                    : Capability.no(e);
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws LinuxException;
    }
}
