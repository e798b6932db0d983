package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.AddressAnnounced;
import mptcp4j.pm.PathManagerEvent.AddressRemoved;
import mptcp4j.pm.PathManagerEvents;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Addresses that one end tells the other of. */
@Timeout(30)
class AnnounceKernelIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SteeredHosts lab;
    private Connected connected;
    private PathManagerEvents clients;

    @BeforeEach
    void connect() throws IOException {
        lab = SteeredHosts.create(2);
        connected = lab.connect();
        clients = lab.keep(lab.client().call(() -> PathManagerEvents.open()));
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    private InetAddress second() {
        return lab.server().address(1);
    }

    private int announce() throws IOException {
        return lab.server().call(() -> connected.server().announce(second()));
    }

    /**
     * Returns what the client is told of addresses until one is removed. Where none was given the kernel tells the port of the subflow that
     * the announcement came over.
     */
    private List<String> untilRemoved() throws IOException {
        List<String> all = new ArrayList<>();
        while (true) {
            Optional<PathManagerEvent> event = clients.next(PATIENCE);
            if (event.orElseThrow() instanceof AddressAnnounced its) {
                all.add("announced " + its.remoteId() + " "
                        + its.unmappedRemote().getAddress().getHostAddress());
            } else if (event.get() instanceof AddressRemoved its) {
                all.add("removed " + its.remoteId());
                return all;
            }
        }
    }

    @Test
    void theOtherEndHearsOfItAndOpensSubflowsThere() throws Exception {
        try (ConnectionSubscription subscription =
                lab.client().call(() -> connected.client().onEvent(event -> {}))) {
            assertEquals(EventSource.KERNEL, subscription.source());
            int id = announce();
            Loopback.await("the announcement", () -> isKnown(id));
        }
        Subflow opened = connected.client().subflows().get(1);
        assertEquals(second(), opened.remote().getAddress());
        assertEquals(1, connected.details(opened).remoteId());
        Subflow like = lab.client().call(() -> connected.client().duplicate(opened.id()));
        assertEquals(1, connected.details(like).remoteId());
        MptcpConnection other = MptcpConnection.of(connected.pair().client());
        assertEquals(
                opened.remote(),
                lab.client()
                        .call(() -> other.openSubflow(SubflowSpec.any().toAnnounced(1)))
                        .remote(),
                "what a subflow goes to is known without having been heard");
    }

    private boolean isKnown(int id) throws IOException {
        try {
            connected.open(SubflowSpec.any().toAnnounced(id));
            return true;
        } catch (LinuxException e) {
            assertEquals(Errno.ENOENT, e.errno());
            return false;
        }
    }

    @Test
    void withdrawnTheOtherEndClosesItsSubflows() throws Exception {
        int id = announce();
        connected.open(SubflowSpec.any().to(second()));
        long opened = lab.client().call(() -> connected.client().duplicate(1)).id();
        lab.server().run(() -> connected.server().withdraw(id));
        assertEquals(List.of("announced 1 " + second().getHostAddress(), "removed 1"), untilRemoved());
        List<Long> left = List.of(1L, opened);
        Loopback.await("the one to that address is closed", () -> ids().equals(left));
    }

    private List<Long> ids() throws IOException {
        return connected.client().subflows().stream().map(Subflow::id).toList();
    }

    /** The kernel forgets it with the subflow, the peer does not. */
    @Test
    void itIsWithdrawnAlsoOnceASubflowFromItWasClosed() throws IOException {
        int port = lab.client().call(() -> {
            lab.listen(lab.client(), new InetSocketAddress(lab.client().address(1), 9090));
            return connected
                    .client()
                    .announce(new InetSocketAddress(lab.client().address(1), 9090));
        });
        assertEquals(1, port);
        int id = announce();
        Subflow opened = lab.server()
                .call(() -> connected
                        .server()
                        .openSubflow(SubflowSpec.from(second())
                                .to(new InetSocketAddress(lab.client().address(1), 9090))));
        lab.server().run(() -> connected.server().closeSubflow(opened.id()));
        lab.server().run(() -> connected.server().withdraw(id));
        String announced = "announced 1 " + second().getHostAddress();
        assertEquals(List.of(announced, announced, "removed 1"), untilRemoved());
        LinuxException gone = assertThrows(
                LinuxException.class,
                () -> lab.server().run(() -> connected.server().withdraw(id)));
        assertEquals(List.of(Errno.EINVAL, "address with id 1 not found"), List.of(gone.errno(), "" + gone.detail()));
    }

    @Test
    void idsEndAndAreGivenOutAgain() throws IOException {
        lab.client().run(() -> {
            for (int i = 1; i <= 255; i++) {
                assertEquals(i, connected.client().announce(InetAddress.getByName("192.0.2." + i)));
            }
            LinuxException full = assertThrows(
                    LinuxException.class, () -> connected.client().announce(InetAddress.getByName("192.0.3.1")));
            assertEquals(Errno.ENOSPC, full.errno());
            connected.client().withdraw(77);
            assertEquals(77, connected.client().announce(InetAddress.getByName("192.0.3.1")));
        });
    }
}
