package mptcp4j.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class BrokerConnectionTest {
    @TempDir
    private Path directory;

    /** So it is where the daemon is stopped, or somebody floods it. */
    @Test
    void waitsNoLongerThanItMayToBeLetIn() throws IOException {
        Path socket = directory.resolve("s");
        List<BrokerConnection> waiting = new ArrayList<>();
        try (ServerSocketChannel full = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            full.bind(UnixDomainSocketAddress.of(socket), 4);
            LinuxException e = assertThrows(LinuxException.class, () -> {
                while (waiting.size() < 100) {
                    waiting.add(BrokerConnection.open(socket, Deadline.in(Duration.ofMillis(200))));
                }
            });
            assertEquals(Errno.ETIMEDOUT, e.errno());
            assertTrue(!waiting.isEmpty(), "the first had room");
            var letIn = new Thread(() -> assertAccepts(full));
            letIn.start();
            waiting.add(BrokerConnection.open(socket, Deadline.in(Duration.ofSeconds(10))));
        } finally {
            waiting.forEach(BrokerConnection::close);
        }
    }

    private static void assertAccepts(ServerSocketChannel full) {
        try (SocketChannel accepted = full.accept()) {
            assertTrue(accepted.isOpen());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
