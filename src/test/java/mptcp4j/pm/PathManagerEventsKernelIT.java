package mptcp4j.pm;

import static java.net.StandardProtocolFamily.INET6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.linux.Waiter;
import mptcp4j.linux.abi.Kernel;
import mptcp4j.pm.PathManagerEvent.AddressAnnounced;
import mptcp4j.pm.PathManagerEvent.AddressRemoved;
import mptcp4j.pm.PathManagerEvent.ConnectionClosed;
import mptcp4j.pm.PathManagerEvent.ConnectionCreated;
import mptcp4j.pm.PathManagerEvent.ConnectionEstablished;
import mptcp4j.pm.PathManagerEvent.ListenerClosed;
import mptcp4j.pm.PathManagerEvent.ListenerCreated;
import mptcp4j.pm.PathManagerEvent.Overflow;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.PathManagerEvent.SubflowEstablished;
import mptcp4j.pm.PathManagerEvent.SubflowPriority;
import mptcp4j.pm.Steered.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PathManagerEventsKernelIT extends SteeredInNetns {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ConnectionFlags NONE = new ConnectionFlags(0);
    private static final ConnectionFlags SERVER_SIDE = new ConnectionFlags(ConnectionFlags.SERVER_SIDE);
    private static final int LOOPBACK = 1;

    private final List<PathManagerEvent> told = new ArrayList<>();
    private PathManagerEvents events;

    @BeforeEach
    void subscribe() throws IOException {
        events = netns.call(() -> PathManagerEvents.open());
    }

    @AfterEach
    void unsubscribe() {
        if (events != null) {
            events.close();
        }
    }

    @Test
    void connectionOfIpv4() throws IOException {
        comesAndGoes(steered.connect(), "0.0.0.0", NONE);
    }

    @Test
    void connectionOfIpv6() throws IOException {
        Connected connected = steered.connectSilently(INET6, Steered.literal("2001:db8::1"));
        connected.echo();
        comesAndGoes(connected, "::", NONE);
    }

    /** The kernel knows the connection by what the JDK does not show: an address of IPv4 in IPv6. */
    @Test
    void connectionOfIpv4BetweenSocketsOfIpv6() throws IOException {
        Connected connected = steered.connectSilently(INET6, FIRST);
        connected.echo();
        expect(new ConnectionCreated(connected.token(), mapped(tuple(connected)), NONE, List.of()));
    }

    @Test
    void connectionWhosePeerWantsNoMoreSubflowsToItsFirstAddress() throws IOException {
        Requires.that(Kernel.running().has(new Kernel(6, 17)), "needs Linux 6.17, which tells it");
        netns.run(() -> MptcpSysctls.ofThread().set("allow_join_initial_addr_port", "0"));
        comesAndGoes(steered.connect(), "0.0.0.0", new ConnectionFlags(ConnectionFlags.DENY_JOIN_ID0));
    }

    private void comesAndGoes(Connected connected, String any, ConnectionFlags flags) throws IOException {
        SubflowTuple client = tuple(connected);
        SubflowTuple server = turned(client);
        ConnectionFlags ofServer = new ConnectionFlags(flags.bits() | SERVER_SIDE.bits());
        long token = connected.token();
        long serverToken = connected.serverToken();
        InetSocketAddress listener = new InetSocketAddress(any, connected.port);
        expect(new ListenerCreated(listener, List.of()));
        expect(new ConnectionCreated(token, client, flags, List.of()));
        expect(new ConnectionCreated(serverToken, server, ofServer, List.of()));
        expect(new ConnectionEstablished(serverToken, server, ofServer, List.of()));
        expect(new ConnectionEstablished(token, client, flags, List.of()));
        steered.close();
        expect(new ConnectionClosed(token, List.of()));
        expect(new ConnectionClosed(serverToken, List.of()));
        expect(new ListenerClosed(listener, List.of()));
    }

    @Test
    void subflowThatJoinsChangesAndIsDestroyed() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        client.createSubflow(LocalAddress.of(7, SECOND).withInterface(LOOPBACK), connected.remote(FIRST));
        Steered.await(List.of(FIRST, SECOND), connected::sources);
        SubflowTuple ours = joined(connected);
        SubflowTuple theirs = turned(ours);
        long token = connected.token();
        long serverToken = connected.serverToken();
        expect(new SubflowEstablished(token, ours, false, null, 0, LOOPBACK, List.of()));
        expect(new SubflowEstablished(serverToken, theirs, false, null, 0, 0, List.of()));
        client.setBackup(ours.local(), ours.remote(), true);
        expect(new SubflowPriority(serverToken, theirs, true, null, 0, 0, List.of()));
        client.setBackup(ours.local(), ours.remote(), false);
        expect(new SubflowPriority(serverToken, theirs, false, null, 0, 0, List.of()));
        client.destroySubflow(ours.local(), ours.remote());
        assertEquals(ours, expectClosed(token).tuple());
        assertEquals(theirs, expectClosed(serverToken).tuple());
    }

    /** Killed as an administrator would: our end is aborted, and tells the peer by MP_TCPRST why. */
    @Test
    void subflowThatIsReset() throws IOException {
        Connected connected = steered.connect();
        client(connected).createSubflow(LocalAddress.of(7, SECOND), connected.remote(FIRST));
        Steered.await(List.of(FIRST, SECOND), connected::sources);
        SubflowTuple ours = joined(connected);
        run(List.of("ss", "-K", "src", "127.0.0.2"));
        expect(new SubflowClosed(connected.token(), ours, false, Errno.ECONNABORTED, 0, 0, null, List.of()));
        expect(new SubflowClosed(
                connected.serverToken(), turned(ours), false, Errno.ECONNRESET, 0, 0, new Reset(0, 0), List.of()));
    }

    @Test
    void subflowThatNeverCameToBe() throws IOException {
        Connected connected = steered.connect();
        client(connected).createSubflow(LocalAddress.of(7, SECOND), new RemoteAddress(0, FIRST, 1));
        SubflowClosed closed = expectClosed(connected.token());
        assertEquals(Errno.ECONNREFUSED, closed.error());
        assertEquals(new InetSocketAddress(FIRST, 1), closed.tuple().remote());
        assertEquals(
                new SubflowTuple(
                        new InetSocketAddress(SECOND, closed.tuple().local().getPort()),
                        closed.tuple().remote(),
                        7,
                        0),
                closed.tuple());
    }

    @Test
    void addressThatIsAnnouncedAndRemoved() throws IOException {
        Connected connected = steered.connect();
        InetAddress six = Steered.literal("2001:db8::3");
        ConnectionPathManager server = server(connected);
        server.announce(LocalAddress.of(9, THIRD).withPort(8080));
        expect(new AddressAnnounced(connected.token(), 9, new InetSocketAddress(THIRD, 8080), List.of()));
        server.remove(9);
        expect(new AddressRemoved(connected.token(), 9, List.of()));
        server.announce(LocalAddress.of(10, six));
        expect(new AddressAnnounced(connected.token(), 10, new InetSocketAddress(six, connected.port), List.of()));
    }

    @Test
    void connectionsOfTheKernelsPathManagerHaveEventsToo() throws IOException {
        steered.manageFrom("0");
        pathManager.add(Endpoint.of(SECOND, EndpointFlag.SUBFLOW).withId(5));
        Connected connected = steered.connect();
        Steered.await(List.of(FIRST, SECOND), connected::sources);
        expect(new SubflowEstablished(connected.token(), tuple(connected, 5), false, null, 0, 0, List.of()));
    }

    @Test
    void whatDoesNotFitIsAnOverflowAndThenItGoesOn() throws IOException {
        try (PathManagerEvents tight = netns.call(() -> PathManagerEvents.open(1))) {
            for (int i = 0; i < 20; i++) {
                steered.connect();
            }
            List<PathManagerEvent> before = drain(tight);
            assertEquals(new Overflow(), before.get(before.size() - 1));
            assertEquals(1, before.stream().filter(Overflow.class::isInstance).count());
            Connected last = steered.connect();
            List<PathManagerEvent> after = drain(tight);
            assertTrue(
                    after.stream()
                            .anyMatch(event -> event instanceof ListenerCreated created
                                    && created.local().getPort() == last.port),
                    after::toString);
        }
    }

    /** Each connection has several events, of which one is taken: there is no moment at which nothing waits. */
    @Test
    void lossesAreToldWhileTheyGoOn() throws IOException {
        try (PathManagerEvents tight = netns.call(() -> PathManagerEvents.open(1))) {
            List<PathManagerEvent> taken = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                steered.connect();
                taken.add(tight.next(Duration.ZERO).orElseThrow());
            }
            assertTrue(taken.stream().filter(Overflow.class::isInstance).count() > 1, taken::toString);
        }
    }

    @Test
    void bufferIsTwiceOfWhatIsAskedForAndNeverNone() throws IOException {
        try (PathManagerEvents small = netns.call(() -> PathManagerEvents.open(100_000));
                PathManagerEvents least = netns.call(() -> PathManagerEvents.open(1))) {
            assertEquals(200_000, small.bufferBytes());
            assertTrue(least.bufferBytes() > 2048, () -> "" + least.bufferBytes());
        }
    }

    @Test
    void namespaceIsOpenedByItsFile() throws IOException {
        try (PathManagerEvents byFile =
                PathManagerEvents.open(Path.of("/proc/self/fd/" + netns.fd().number()))) {
            Connected connected = steered.connect();
            assertEquals(
                    Optional.of(new ListenerCreated(new InetSocketAddress("0.0.0.0", connected.port), List.of())),
                    byFile.next(PATIENCE));
        }
    }

    @Test
    void toldIsWhatHappensInTheNamespaceAlone() throws IOException {
        try (Netns other = Netns.create();
                PathManagerEvents elsewhere = other.call(() -> PathManagerEvents.open())) {
            steered.connect();
            assertEquals(List.of(), drain(elsewhere));
        }
    }

    @Test
    void closingEndsTheWaitOfAnotherThread() throws Exception {
        var waiting = Waiter.startAndAwait(() -> events.next(Duration.ofHours(1)));
        assertTimeout(PATIENCE, events::close);
        assertEquals(Optional.empty(), waiting.get());
        assertFalse(events.isOpen());
    }

    private void expect(PathManagerEvent event) throws IOException {
        while (!told.contains(event)) {
            told.add(events.next(PATIENCE).orElseThrow(() -> new AssertionError("no " + event + " in " + told)));
        }
    }

    private SubflowClosed expectClosed(long token) throws IOException {
        while (true) {
            for (PathManagerEvent event : told) {
                if (event instanceof SubflowClosed closed && closed.token() == token) {
                    return closed;
                }
            }
            told.add(events.next(PATIENCE).orElseThrow(() -> new AssertionError("nothing closed in " + told)));
        }
    }

    private static List<PathManagerEvent> drain(PathManagerEvents from) throws IOException {
        List<PathManagerEvent> all = new ArrayList<>();
        for (var next = from.next(Duration.ZERO); next.isPresent(); next = from.next(Duration.ZERO)) {
            all.add(next.get());
        }
        return all;
    }

    private static SubflowTuple tuple(Connected connected) throws IOException {
        return new SubflowTuple(
                (InetSocketAddress) connected.client.getLocalAddress(),
                (InetSocketAddress) connected.client.getRemoteAddress(),
                0,
                0);
    }

    /** The subflow from 127.0.0.2 with the id that the tests give it. */
    private static SubflowTuple joined(Connected connected) throws IOException {
        return tuple(connected, 7);
    }

    private static SubflowTuple tuple(Connected connected, int id) throws IOException {
        return new SubflowTuple(connected.local(SECOND), new InetSocketAddress(FIRST, connected.port), id, 0);
    }

    private static SubflowTuple turned(SubflowTuple tuple) {
        InetSocketAddress here = tuple.remote();
        int idHere = tuple.remoteId();
        return new SubflowTuple(here, tuple.local(), idHere, tuple.localId());
    }

    private static SubflowTuple mapped(SubflowTuple tuple) throws IOException {
        return new SubflowTuple(mapped(tuple.local()), mapped(tuple.remote()), 0, 0);
    }

    private static InetSocketAddress mapped(InetSocketAddress address) throws IOException {
        byte[] four = address.getAddress().getAddress();
        byte[] six = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, four[0], four[1], four[2], four[3]};
        return new InetSocketAddress(Inet6Address.getByAddress(null, six, -1), address.getPort());
    }
}
