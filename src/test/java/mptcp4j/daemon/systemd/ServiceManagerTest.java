package mptcp4j.daemon.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mptcp4j.LinuxException;
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
        try (var socket = new NotifySocket(name)) {
            ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", name), PID);
            manager.ready();
            assertEquals("READY=1", socket.receive());
            manager.status("3 connections\nwell");
            assertEquals("STATUS=3 connections well", socket.receive());
            manager.alive();
            assertEquals("WATCHDOG=1", socket.receive());
            long before = System.nanoTime() / 1000;
            manager.reloading();
            String[] reloading = socket.receive().split("\nMONOTONIC_USEC=");
            assertEquals("RELOADING=1", reloading[0]);
            long told = Long.parseLong(reloading[1]);
            assertTrue(before <= told && told <= System.nanoTime() / 1000, reloading[1]);
            manager.stopping();
            assertEquals("STOPPING=1", socket.receive());
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
}
