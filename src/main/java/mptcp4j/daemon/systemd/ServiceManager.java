package mptcp4j.daemon.systemd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import mptcp4j.LinuxException;
import mptcp4j.linux.Abi;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;

/**
 * The service manager, which wants to know how the service does, as sd_notify(3) tells it: a datagram of lines {@code NAME=VALUE}
 * to the Unix socket that {@code NOTIFY_SOCKET} names. Where that is not set, nobody asks, and nothing is sent. What cannot be
 * delivered is logged: the service goes on all the same. Immutable and thread-safe.
 */
public final class ServiceManager {
    private static final System.Logger LOG = System.getLogger(ServiceManager.class.getName());
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG_PERIOD = "WATCHDOG_USEC";
    private static final String WATCHDOG_PROCESS = "WATCHDOG_PID";

    private final Optional<String> socket;
    private final Optional<Duration> patience;

    private ServiceManager(Optional<String> socket, Optional<Duration> patience) {
        this.socket = socket;
        this.patience = patience;
    }

    /** Returns that of this process. */
    public static ServiceManager get() {
        return of(System.getenv(), ProcessHandle.current().pid());
    }

    static ServiceManager of(Map<String, String> environment, long pid) {
        Optional<String> socket = Optional.ofNullable(environment.get(SOCKET))
                .filter(name -> name.startsWith("/") || name.startsWith("@"));
        String process = environment.getOrDefault(WATCHDOG_PROCESS, Long.toString(pid));
        Optional<Duration> patience = Optional.ofNullable(environment.get(WATCHDOG_PERIOD))
                .filter(micros -> process.equals(Long.toString(pid)) && micros.matches("[1-9]\\d{0,15}"))
                .map(micros -> Duration.ofNanos(Long.parseLong(micros) * 1000));
        return new ServiceManager(socket, socket.isPresent() ? patience : Optional.empty());
    }

    /** Returns how often {@link #alive} has to be said: twice in the time after which the service is taken for dead; empty if it need not be. */
    public Optional<Duration> watchdogInterval() {
        return patience.map(time -> time.dividedBy(2));
    }

    /** Says that the service has started, or is ready again after {@link #reloading}. */
    public void ready() {
        say("READY=1");
    }

    /** Says that the configuration is being read again. {@link #ready} has to follow. */
    public void reloading() {
        // On Linux this clock of Java's is CLOCK_MONOTONIC, which the manager compares with its own
        say("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
    }

    /** Says that the service ends. */
    public void stopping() {
        say("STOPPING=1");
    }

    /** Says that the service works. */
    public void alive() {
        say("WATCHDOG=1");
    }

    /** Says in a line how the service does. */
    public void status(String line) {
        say("STATUS=" + line.replace('\n', ' '));
    }

    private void say(String message) {
        if (socket.isPresent()) {
            try {
                send(socket.get(), message);
            } catch (LinuxException e) {
                String first = message.lines().findFirst().orElse("");
                LOG.log(
                        System.Logger.Level.WARNING,
                        "cannot tell the service manager " + first + ": " + e.getMessage());
            }
        }
    }

    private static void send(String name, String message) throws LinuxException {
        Libc libc = Libc.get();
        int opened = libc.socket(Abi.AF_UNIX, Abi.SOCK_DGRAM | Abi.SOCK_CLOEXEC, 0);
        try (Fd fd = Fd.of("socket(AF_UNIX)", opened)) {
            Fd.check("connect to " + name, libc.connect(fd.number(), address(name)));
            Fd.check("send to " + name, libc.send(fd.number(), message.getBytes(StandardCharsets.UTF_8), 0));
        }
    }

    /**
     * {@code struct sockaddr_un}: the family, and behind it the path; or, of a name that is in no file system, a zero and the name,
     * which has no end but that of the address.
     */
    private static byte[] address(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (name.startsWith("@")) {
            path[0] = 0;
        }
        return ByteBuffer.allocate(Short.BYTES + path.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Abi.AF_UNIX)
                .put(path)
                .array();
    }
}
