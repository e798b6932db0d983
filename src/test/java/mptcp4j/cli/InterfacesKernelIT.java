package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class InterfacesKernelIT extends CliInNetns {
    @Test
    void knowsALinkByItsNewName() throws IOException {
        done(ip("link", "add", "old", "index", "7", "type", "veth", "peer", "name", "other"));
        try (var context = new Context(new MemoryTerminal().terminal(), new GlobalOptions())) {
            Interfaces interfaces = netns.call(() -> Interfaces.of(context));
            assertEquals("old", interfaces.name(7));
            done(ip("link", "set", "old", "name", "new"));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!interfaces.name(7).equals("new")) {
                assertTrue(System.nanoTime() - deadline < 0, "still known by its old name");
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            done(ip("link", "del", "new"));
        }
    }
}
