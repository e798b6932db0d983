package mptcp4j.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrokerSocketTest {
    /** Several daemons may have their sockets in one directory. */
    @Test
    void administratorsOfEachDaemonHaveASocketOfTheirOwn() {
        assertEquals(Path.of("/run/a.admin.sock"), BrokerSocket.ofAdministrators(Path.of("/run/a.sock")));
        assertEquals(Path.of("/run/b.admin.sock"), BrokerSocket.ofAdministrators(Path.of("/run/b.sock")));
        assertEquals(Path.of("/run/admin.admin.sock"), BrokerSocket.ofAdministrators(Path.of("/run/admin.sock")));
        assertEquals(Path.of("/run/name.admin.sock"), BrokerSocket.ofAdministrators(Path.of("/run/name")));
    }
}
