package mptcp4j.daemon.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mptcp4j.LinuxException;
import mptcp4j.linux.Abi;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service manager hears, on a real socket. */
@Timeout(30)
class ServiceManagerTest {
    private static final long PID = 4711;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"file", "abstract"})
    void hearsEverything(String kind) throws LinuxException {
        String name = kind.equals("file") ? directory.resolve("notify").toString() : "@mptcp4j-" + UUID.randomUUID();
        try (Fd socket = listen(name)) {
            ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", name), PID);
            manager.ready();
            assertEquals("READY=1", receive(socket));
            manager.status("3 connections\nwell");
            assertEquals("STATUS=3 connections well", receive(socket));
            manager.alive();
            assertEquals("WATCHDOG=1", receive(socket));
            long before = System.nanoTime() / 1000;
            manager.reloading();
            String[] reloading = receive(socket).split("\nMONOTONIC_USEC=");
            assertEquals("RELOADING=1", reloading[0]);
            long told = Long.parseLong(reloading[1]);
            assertTrue(before <= told && told <= System.nanoTime() / 1000, reloading[1]);
            manager.stopping();
            assertEquals("STOPPING=1", receive(socket));
        }
    }

    @Test
    void isNotThereWithoutASocket() {
        for (Map<String, String> environment :
                List.of(Map.<String, String>of(), Map.of("NOTIFY_SOCKET", ""), Map.of("NOTIFY_SOCKET", "vsock:2:1"))) {
            ServiceManager manager = ServiceManager.of(environment, PID);
            manager.ready();
            manager.stopping();
        }
        ServiceManager.of(Map.of("NOTIFY_SOCKET", directory + "/nobody"), PID).ready();
    }

    @Test
    void wantsToHearTwiceAsOftenAsItIsPatient() {
        assertEquals(Optional.of(Duration.ofSeconds(15)), interval(Map.of("WATCHDOG_USEC", "30000000")));
        assertEquals(
                Optional.of(Duration.ofMillis(5)), interval(Map.of("WATCHDOG_USEC", "10000", "WATCHDOG_PID", "4711")));
        assertEquals(Optional.empty(), interval(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "4712")));
        assertEquals(Optional.empty(), interval(Map.of("WATCHDOG_USEC", "0")));
        assertEquals(Optional.empty(), interval(Map.of("WATCHDOG_USEC", "soon")));
        assertEquals(Optional.empty(), interval(Map.of()));
        assertEquals(
                Optional.empty(),
                ServiceManager.of(Map.of("WATCHDOG_USEC", "30000000"), PID).watchdogInterval());
    }

    private static Optional<Duration> interval(Map<String, String> watchdog) {
        Map<String, String> environment = new HashMap<>(watchdog);
        environment.put("NOTIFY_SOCKET", "/run/systemd/notify");
        return ServiceManager.of(environment, PID).watchdogInterval();
    }

    private static Fd listen(String name) throws LinuxException {
        byte[] path = (name.startsWith("@") ? "\0" + name.substring(1) : name).getBytes(StandardCharsets.UTF_8);
        byte[] address = ByteBuffer.allocate(2 + path.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Abi.AF_UNIX)
                .put(path)
                .array();
        Fd socket = Fd.of("socket", Libc.get().socket(Abi.AF_UNIX, Abi.SOCK_DGRAM | Abi.SOCK_CLOEXEC, 0));
        Fd.check("bind", Libc.get().bind(socket.number(), address));
        return socket;
    }

    private static String receive(Fd socket) throws LinuxException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
        int length = Fd.check("recv", Libc.get().recv(socket.number(), buffer, 0));
        return StandardCharsets.UTF_8.decode(buffer.limit(length)).toString();
    }
}
