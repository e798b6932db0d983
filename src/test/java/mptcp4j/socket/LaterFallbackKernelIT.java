package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Requires;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** A connection that was multipath, until something on the way began to take the options of Multipath TCP out of its segments. */
@Timeout(60)
class LaterFallbackKernelIT {
    private SteeredHosts lab;
    private Connected connected;

    @BeforeEach
    void connect() throws IOException {
        Requires.program("nft");
        lab = SteeredHosts.create(2);
        connected = lab.connect();
        connected.pair().echo(1000);
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    private void takeOptionsOut() throws IOException {
        SteeredHosts.run(
                lab.server(),
                "nft",
                "add table inet middlebox; add chain inet middlebox in { type filter hook prerouting priority raw; };"
                        + " add rule inet middlebox in tcp flags & syn != syn reset tcp option mptcp");
    }

    @Test
    void goesOnAsPlainTcpAndSaysSo() throws IOException {
        assertEquals(ConnectionStatus.MULTIPATH, connected.client().status());
        takeOptionsOut();
        connected.pair().echo(5000);
        assertEquals(ConnectionStatus.FALLBACK, connected.client().status());
        assertEquals(ConnectionStatus.FALLBACK, connected.server().status());
        refused("MPTCP_INFO", () -> connected.open(SubflowSpec.from(lab.client().address(1))));
        refused("subflows", () -> connected.client().subflows());
        connected.pair().echo(5000);
    }

    private static void refused(String operation, Executable command) {
        LinuxException refusal = assertThrows(LinuxException.class, command);
        assertEquals(Errno.EOPNOTSUPP, refusal.errno());
        assertEquals(operation, refusal.operation());
        assertEquals("not multipath: the connection fell back to plain TCP", refusal.detail());
    }
}
