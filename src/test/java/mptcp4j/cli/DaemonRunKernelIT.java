package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mptcp4j.LinuxException;
import mptcp4j.daemon.systemd.NotifySocket;
import mptcp4j.linux.Requires;
import mptcp4j.pm.MptcpSysctls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process: what it says to the service manager, and what it makes of signals. */
class DaemonRunKernelIT extends CliInNetns {
    @TempDir
    private Path directory;

    private NotifySocket manager;
    private Path file;
    private Process process;

    @BeforeEach
    void listen() throws IOException {
        Requires.program("kill");
        manager = new NotifySocket(directory.resolve("notify").toString());
        file = directory.resolve("daemon.toml");
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        manager.close();
    }

    @Test
    void startsReadsAgainAndEnds() throws Exception {
        start("source_routing = false\n");
        assertEquals("READY=1", next());
        assertEquals("1", whoManages());

        Files.writeString(file, broker() + "[default]\npolicy = \"handover\"\n");
        assertTrue(
                done(mptcp4j("ctl", "--socket", directory.resolve("daemon.sock").toString(), "status"))
                        .contains("userspace"));
        signal("HUP");
        assertTrue(next().startsWith("RELOADING=1\nMONOTONIC_USEC="));
        assertEquals("READY=1", next());

        Files.writeString(file, broker() + "[default]\npolicy = \"handovr\"\n");
        signal("HUP");
        assertTrue(next().startsWith("RELOADING=1\n"));
        assertEquals("READY=1", next(), "with the configuration that it had");

        signal("TERM");
        assertEquals("STOPPING=1", next());
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        assertEquals("0", whoManages());
        String log = Files.readString(directory.resolve("log"));
        assertTrue(log.contains("the configuration stays as it was: " + file + ":3:1: policy is \"handovr\""), log);
    }

    @Test
    void saysThatItIsAlive() throws Exception {
        start("");
        List<String> alive = new ArrayList<>();
        while (alive.size() < 6) {
            String message = manager.receive();
            if (!message.equals("READY=1")) {
                alive.add(message);
            }
        }
        String status = "STATUS=0 connections, 0 subflows, 0 paths";
        assertEquals(List.of("WATCHDOG=1", status, "WATCHDOG=1", status, "WATCHDOG=1", status), alive);
    }

    @Test
    void doesNotStartWithAWrongConfiguration() throws Exception {
        start("mode = \"both\"\n");
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue());
        assertEquals("0", whoManages());
        String log = Files.readString(directory.resolve("log"));
        assertTrue(log.contains(file + ":2:1: mode is \"both\", and has to be \"kernel\" or \"userspace\""), log);
    }

    private void start(String configuration) throws IOException {
        Files.writeString(file, broker() + configuration);
        process = netns.call(() -> {
            var builder = new ProcessBuilder(OwnProcess.command("daemon", "--config", file.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile());
            builder.environment()
                    .put("NOTIFY_SOCKET", directory.resolve("notify").toString());
            builder.environment().put("WATCHDOG_USEC", "400000");
            return builder.start();
        });
    }

    /** On the first line, as mistakes are known by it. */
    private String broker() {
        return "broker.socket = \"" + directory.resolve("daemon.sock") + "\"\n";
    }

    /** Returns what it says next, but for signs of life. */
    private String next() throws LinuxException {
        String message = manager.receive();
        while (message.startsWith("WATCHDOG=") || message.startsWith("STATUS=")) {
            message = manager.receive();
        }
        return message;
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    private String whoManages() throws IOException {
        return netns.call(() -> MptcpSysctls.ofThread().get("pm_type"));
    }
}
