package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mptcp4j.broker.BrokerClient;
import mptcp4j.broker.Line;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one user does to the daemon with the memory that it is installed with. */
@Timeout(180)
class HostileUserKernelIT {
    private static final Path OPTIONS = Path.of("scripts", "systemd", "daemon.options");

    @TempDir
    private Path directory;

    private ManagedHosts hosts;
    private OtherUsers users;
    private DaemonProcess daemon;
    private Path socket;

    @BeforeEach
    void start() throws Exception {
        users = new OtherUsers(directory);
        hosts = ManagedHosts.create(2);
        daemon = DaemonProcess.start(hosts, directory, "", List.of("@" + OPTIONS.toAbsolutePath()));
        socket = directory.resolve("daemon.sock");
        hosts.await("there", () -> Files.exists(socket));
    }

    @AfterEach
    void close() throws IOException {
        if (hosts != null) {
            hosts.close();
        }
    }

    private void requireServiceAfter(String what, String... arguments) throws IOException {
        Process hostile = users.start(hosts.client(), socket, List.of(), HostileProgram.class, arguments);
        try (BrokerClient client = BrokerClient.open(socket)) {
            assertEquals(what, hostile.inputReader().readLine());
            for (int i = 0; i < 1000; i++) {
                client.ask(Line.empty().with("do", "status"));
            }
        } finally {
            hostile.destroy();
        }
        assertTrue(daemon.isAlive(), "it did not begin again");
    }

    @Test
    void halfRequests() throws IOException {
        requireServiceAfter("halves 1200", "halves");
    }

    /** Twice what is allowed, and each event is one all the same. */
    @Test
    void subscriptionsWithoutEnd() throws IOException {
        requireServiceAfter(
                "subscribed " + Subscribers.MOST_OF_CONNECTION + ", ENOSPC",
                "events",
                hosts.server().address(0).getHostAddress(),
                hosts.client().address(1).getHostAddress());
    }
}
