package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetnsKernelIT {
    private static final Path OF_THIS_THREAD = Path.of("/proc/thread-self/ns/net");

    @BeforeEach
    void needsNamespaces() {
        Requires.namespaces();
    }

    @Test
    void runsATaskInANewNamespaceAndLeavesTheCallerWhereItWas() throws IOException {
        Path before = Files.readSymbolicLink(OF_THIS_THREAD);
        try (Netns netns = Netns.create()) {
            Path inside = netns.call(() -> Files.readSymbolicLink(OF_THIS_THREAD));
            assertNotEquals(before, inside);
            assertEquals(inside, netns.call(() -> Files.readSymbolicLink(OF_THIS_THREAD)), "the same one twice");
            assertFalse(netns.call(() -> NetworkInterface.getByName("lo").isUp()), "loopback of its own");
        }
        assertEquals(before, Files.readSymbolicLink(OF_THIS_THREAD));
    }

    @Test
    void aChildProcessIsInTheNamespaceOfItsStarter() throws IOException {
        try (Netns netns = Netns.create()) {
            Path inside = netns.call(() -> Files.readSymbolicLink(OF_THIS_THREAD));
            String child = netns.call(() -> {
                Process process = new ProcessBuilder("readlink", "/proc/self/ns/net").start();
                return new String(process.getInputStream().readAllBytes()).strip();
            });
            assertEquals(inside.toString(), child);
        }
    }

    @Test
    void passesOnWhatTheTaskThrew() throws IOException {
        try (Netns netns = Netns.create()) {
            var refused = new LinuxException("test", Errno.EBUSY);
            assertEquals(
                    refused,
                    assertThrows(
                            LinuxException.class,
                            () -> netns.run(() -> {
                                throw refused;
                            })));
            assertThrows(
                    IllegalStateException.class,
                    () -> netns.run(() -> {
                        throw new IllegalStateException();
                    }));
        }
    }

    @Test
    void anInterruptReachesTheTaskAndLosesNothing() throws IOException {
        try (Netns netns = Netns.create()) {
            var never = new CountDownLatch(1);
            Thread.currentThread().interrupt();
            String result = netns.call(() -> {
                try {
                    never.await();
                    return "not interrupted";
                } catch (InterruptedException e) {
                    return "interrupted";
                }
            });
            assertTrue(Thread.interrupted(), "the caller is interrupted still");
            assertEquals("interrupted", result);
        }
    }

    @Test
    void refusesAClosedNamespaceAndAMissingFile() throws IOException {
        Netns netns = Netns.create();
        netns.close();
        netns.close();
        LinuxException closed = assertThrows(LinuxException.class, () -> netns.run(() -> {}));
        assertEquals(Errno.EBADF, closed.errno());
        LinuxException missing = assertThrows(LinuxException.class, () -> Netns.open("/run/netns/no-such-name"));
        assertEquals(Errno.ENOENT, missing.errno());
    }
}
