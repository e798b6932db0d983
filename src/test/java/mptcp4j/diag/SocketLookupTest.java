package mptcp4j.diag;

import static mptcp4j.diag.DiagBytes.ESTABLISHED;
import static mptcp4j.diag.DiagBytes.measuredSubflow;
import static mptcp4j.diag.DiagBytes.socket;
import static mptcp4j.diag.DiagBytes.subflow;
import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.linux.Abi.AF_INET6;
import static mptcp4j.netlink.Message.MULTI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.Bytes;
import mptcp4j.netlink.FakeKernel;
import mptcp4j.netlink.NetlinkConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is asked for one socket, and what is made of answers about others. */
class SocketLookupTest {
    private static final int TOKEN = 0xfedcba98;
    private static final int LISTEN = 10;
    private static final int TIME_WAIT = 6;
    private static final int PORT = 1;
    private static final InetSocketAddress LOCAL = end("127.0.0.1", PORT);
    private static final InetSocketAddress REMOTE = end("127.0.0.2", 8080);

    private static final String PORTS = "00011f90";
    private static final String IPV4 = PORTS + "7f000001" + "0".repeat(24) + "7f000002" + "0".repeat(24);
    private static final String ANY = PORTS + "0".repeat(64);
    private static final String NO_COOKIE = "f".repeat(16);

    @RegisterExtension
    final FakeKernel kernel = new FakeKernel();

    private final Connections connections = new Connections(new NetlinkConnection(kernel));

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void asksForThatOneAlone() throws IOException {
        kernel.thenMessage(measuredSubflow(PORT, TOKEN, 0xc3)).end();
        kernel.thenMessage(measuredSubflow(PORT, TOKEN, 0xc3)).end();
        Subflow found = connections.subflow(LOCAL, REMOTE).orElseThrow();
        assertEquals(
                List.of(LOCAL, REMOTE, 0xfedcba98L, true),
                List.of(
                        found.local(),
                        found.remote(),
                        found.token(),
                        found.tcpInfo().isPresent()));
        assertEquals(
                Optional.empty(),
                connections
                        .subflow(LOCAL, REMOTE, Detail.SUBFLOWS)
                        .orElseThrow()
                        .tcpInfo());
        String request = "0206020000000000" + IPV4 + "00000000" + NO_COOKIE;
        assertEquals(List.of(request, request), requests());
    }

    @Test
    void asksForTheOptionsThatHaveToBeAskedFor() throws IOException {
        kernel.thenMessage(socket(AF_INET, PORT, attributes -> attributes.u8(5, 0x28)))
                .end();
        assertEquals(
                OptionalInt.of(0x28),
                connections.settings(LOCAL, REMOTE).orElseThrow().tos());
        assertEquals(List.of("0206780000000000" + IPV4 + "00000000" + NO_COOKIE), requests());
    }

    @Test
    void asksInIpv6OnTheLinkOfALinkLocalAddress() throws IOException {
        String addresses = PORTS + "fe80" + "0".repeat(27) + "1" + "fe80" + "0".repeat(27) + "2";
        for (InetSocketAddress[] ends : new InetSocketAddress[][] {
            {end("fe80::1%7", PORT), end("fe80::2", 8080)}, {end("fe80::1", PORT), end("fe80::2%7", 8080)}
        }) {
            kernel.thenError(Errno.ENOENT).thenDone(0);
            assertEquals(Optional.empty(), connections.subflow(ends[0], ends[1]));
            int before = requests().size() - 2;
            assertEquals(
                    "0a06020000000000" + addresses + "07000000" + NO_COOKIE,
                    requests().get(before));
        }
    }

    @Test
    void asksOnTheLinkThatIsSaid() throws IOException {
        kernel.thenMessage(subflow(PORT, TOKEN, 0xc3)).end();
        assertEquals(
                PORT,
                connections
                        .subflow(LOCAL, REMOTE, 7, Detail.SUBFLOWS)
                        .orElseThrow()
                        .cookie());
        assertEquals(List.of("0206020000000000" + IPV4 + "07000000" + NO_COOKIE), requests());
    }

    /** The two dumps also show a kernel that cannot tell of TCP at all, which says of everything that it is not there. */
    @Test
    void searchesWhereNothingWasFound() throws IOException {
        kernel.thenError(Errno.ENOENT).thenDone(0);
        kernel.thenMessages(MULTI, subflow(2, TOKEN, 0xc3), subflow(PORT, TOKEN, 0xc3))
                .thenDone(0);
        assertEquals(PORT, connections.subflow(LOCAL, REMOTE).orElseThrow().cookie());
        String connected = "be0b0000";
        assertEquals(
                List.of(
                        "0206020000000000" + IPV4 + "00000000" + NO_COOKIE,
                        "02060200" + connected + ANY + "00000000" + NO_COOKIE,
                        "0a060200" + connected + ANY + "00000000" + NO_COOKIE),
                requests());
    }

    @Test
    void anotherSocketIsNotTaken() throws IOException {
        notTaken(state(subflow(PORT, TOKEN, 0xc3), LISTEN));
        notTaken(state(subflow(PORT, TOKEN, 0xc3), TIME_WAIT));
        notTaken(subflow(PORT + 1, TOKEN, 0xc3));
        notTaken(socket(AF_INET6, PORT, attributes -> {}));
        byte[] otherPeer = subflow(PORT, TOKEN, 0xc3);
        otherPeer[24]++;
        notTaken(otherPeer);
    }

    private void notTaken(byte[] answer) throws IOException {
        kernel.thenMessage(answer).end();
        kernel.thenDone(0).thenDone(0);
        assertEquals(Optional.empty(), connections.subflow(LOCAL, REMOTE));
    }

    @Test
    void plainTcpIsNotLookedForTwice() throws IOException {
        kernel.thenMessage(state(socket(AF_INET, PORT, attributes -> {}), ESTABLISHED))
                .end();
        assertEquals(Optional.empty(), connections.subflow(LOCAL, REMOTE));
    }

    @Test
    void refusalsAreTheKernels() {
        kernel.thenError(Errno.EINVAL, "the kernel's words");
        assertEquals(
                "subflow show local 127.0.0.1 port 1 remote 127.0.0.2 port 8080: the kernel's words (EINVAL)",
                assertThrows(LinuxException.class, () -> connections.subflow(LOCAL, REMOTE))
                        .getMessage());
        kernel.thenError(Errno.ENOENT).thenError(Errno.ENOENT);
        assertEquals(
                Errno.EOPNOTSUPP,
                assertThrows(LinuxException.class, () -> connections.subflow(LOCAL, REMOTE))
                        .errno());
    }

    @Test
    void refusalsToDestroySayWhy() throws IOException {
        kernel.thenMessage(subflow(PORT, TOKEN, 0xc3)).end();
        Subflow its = connections.subflow(LOCAL, REMOTE).orElseThrow();
        kernel.thenAck();
        connections.destroy(its);
        kernel.thenError(Errno.ENOENT).thenError(Errno.EPERM).thenError(Errno.EOPNOTSUPP);
        kernel.thenError(Errno.EINVAL, "the kernel's words");
        String subflow = "subflow destroy local 127.0.0.1 port 1 remote 127.0.0.2 port 8080: ";
        for (String refusal : List.of(
                "no such subflow: it has ended (ENOENT)",
                "needs CAP_NET_ADMIN in the user namespace that owns the network namespace (EPERM)",
                "needs a kernel built with CONFIG_INET_DIAG_DESTROY (EOPNOTSUPP)",
                "the kernel's words (EINVAL)")) {
            assertEquals(
                    subflow + refusal,
                    assertThrows(LinuxException.class, () -> connections.destroy(its))
                            .getMessage());
        }
    }

    @Test
    void addressesAreThoseOfOneSocket() {
        for (InetSocketAddress other :
                List.of(end("127.0.0.2", 0), end("::1", 8080), InetSocketAddress.createUnresolved("localhost", 8080))) {
            assertThrows(IllegalArgumentException.class, () -> connections.subflow(LOCAL, other));
            assertThrows(IllegalArgumentException.class, () -> connections.subflow(other, LOCAL));
        }
    }

    private static byte[] state(byte[] socket, int state) {
        socket[1] = (byte) state;
        return socket;
    }

    private static InetSocketAddress end(String address, int port) {
        try {
            InetAddress literal = InetAddress.getByName(address);
            return new InetSocketAddress(literal, port);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> requests() {
        return kernel.requests().stream().map(its -> Bytes.text(its.payload())).toList();
    }
}
