package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.diag.Connections;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A subflow is gone, and something else has its addresses and ports. */
@Timeout(30)
class ReusedPortKernelIT {
    private SteeredHosts lab;
    private Connected connected;
    private InetSocketAddress from;
    private Subflow old;

    @BeforeEach
    void closeOneThatHadAPortOfItsOwn() throws Exception {
        lab = SteeredHosts.create(2);
        connected = lab.connect();
        from = new InetSocketAddress(lab.client().address(1), 5555);
        old = connected.open(SubflowSpec.from(from));
        assertEquals(connected.client().token(), connected.details(old).token());
        // A reset leaves nothing that waits for late packets, so that the port is free at once.
        try (Connections connections = lab.client().call(() -> Connections.open())) {
            connections.destroy(connected.details(old));
        }
        Loopback.await(
                "it is gone at both ends",
                () -> connected.client().subflows().size() == 1
                        && connected.server().subflows().size() == 1);
        Loopback.await(
                "the kernel's worker has freed the port", () -> lab.client().call(this::isFree));
    }

    private boolean isFree() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.bind(from);
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void aSubflowOfAnotherConnectionIsNotTakenForIt() throws IOException {
        Connected other = lab.connect();
        Subflow its = other.open(SubflowSpec.from(from).backup());
        assertEquals(List.of(old.local(), old.remote()), List.of(its.local(), its.remote()));
        assertEquals(other.client().token(), other.details(its).token());
        assertGone();
    }

    @Test
    void plainTcpIsNotTakenForIt() throws IOException {
        SocketChannel plain = lab.keep(lab.client().call(() -> SocketChannel.open()));
        plain.bind(from).connect(old.remote());
        assertEquals(from, plain.getLocalAddress());
        assertGone();
    }

    private void assertGone() {
        for (Question question : List.<Question>of(old::details, old::isBackup, old::isFullyEstablished)) {
            LinuxException gone =
                    assertThrows(LinuxException.class, () -> lab.client().run(question::ask));
            assertEquals(Errno.ESRCH, gone.errno());
        }
    }

    @FunctionalInterface
    private interface Question {
        Object ask() throws IOException;
    }
}
