package mptcp4j.diag;

import static mptcp4j.diag.DiagBytes.connection;
import static mptcp4j.diag.DiagBytes.markedConnection;
import static mptcp4j.diag.DiagBytes.measuredSubflow;
import static mptcp4j.diag.DiagBytes.mptcpInfo;
import static mptcp4j.diag.DiagBytes.socket;
import static mptcp4j.diag.DiagBytes.subflow;
import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.netlink.Message.MULTI;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mptcp4j.Errno;
import mptcp4j.TcpState;
import mptcp4j.linux.MptcpInfoCodec;
import mptcp4j.netlink.Bytes;
import mptcp4j.netlink.FakeKernel;
import mptcp4j.netlink.NetlinkConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What kernels other than the running one answer, and what happens between two answers. */
class ConnectionsTest {
    private static final int TOKEN = 0xfedcba98;
    private static final int FIRST = 0xc3; // Mmec

    @RegisterExtension
    final FakeKernel kernel = new FakeKernel();

    private final Connections connections = new Connections(new NetlinkConnection(kernel));

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void asksForEachKindInEachIpVersion() throws IOException {
        dump(connection(1, mptcpInfo(96, TOKEN, 1)));
        dump();
        dump();
        dump();
        connections.list(Detail.SUBFLOWS);
        String any = "0".repeat(80) + "ffffffffffffffff";
        assertEquals(
                List.of(
                        "02000200be0b0000" + any + "0800030006010000",
                        "0a000200be0b0000" + any + "0800030006010000",
                        "02060200be0b0000" + any,
                        "0a060200be0b0000" + any),
                requests());
    }

    @Test
    void asksForOneByItsTokenInTheCookie() throws IOException {
        kernel.thenMessage(connection(1, mptcpInfo(96, TOKEN, 1))).end();
        assertEquals(TOKEN, (int)
                connections.find(0xfedcba98L, Detail.CONNECTION).orElseThrow().token());
        assertEquals(
                List.of("0200020000000000" + "0".repeat(80) + "98badcfe00000000" + "0800030006010000"), requests());
    }

    @Test
    void readsMeasurementsWhereTheyAreWanted() throws IOException {
        dump(connection(1, mptcpInfo(96, TOKEN, 1)));
        dump();
        dump(measuredSubflow(1, TOKEN, FIRST));
        dump();
        Subflow only = only(connections.list()).subflows().orElseThrow().get(0);
        assertEquals(TcpState.UNKNOWN, only.tcpInfo().orElseThrow().state());
        dump(connection(1, mptcpInfo(96, TOKEN, 1)));
        dump();
        dump(measuredSubflow(1, TOKEN, FIRST));
        dump();
        List<Subflow> subflows =
                only(connections.list(Detail.SUBFLOWS)).subflows().orElseThrow();
        assertEquals(Optional.empty(), subflows.get(0).tcpInfo());
    }

    @Test
    void asksForNoMoreThanIsWanted() throws IOException {
        dump(connection(1, mptcpInfo(96, TOKEN, 1)));
        dump();
        assertEquals(Optional.empty(), only(connections.list(Detail.CONNECTION)).subflows());
        dump();
        dump();
        assertEquals(List.of(), connections.list());
    }

    @Test
    void readsWhatEverySocketHas() throws IOException {
        byte[] info = mptcpInfo(96, TOKEN, 1);
        dump(socket(
                AF_INET,
                443,
                attributes -> attributes
                        .bytes(2, info)
                        .u32(99, 1) // of a newer kernel
                        .u32(15, -1)
                        .u64(21, 4711)));
        dump();
        dump(subflow(443, TOKEN, 0x400 | FIRST));
        dump();
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 443);
        InetAddress peer = InetAddress.getByName("127.0.0.2");
        var remote = new InetSocketAddress(peer, 8080);
        var only = new Subflow(
                local,
                remote,
                TcpState.ESTABLISHED,
                0,
                0xfedcba98L,
                OptionalLong.empty(),
                1,
                2,
                new SubflowFlags(0x400 | FIRST),
                443,
                3,
                4,
                Optional.empty());
        assertEquals(
                List.of(new Connection(
                        local,
                        remote,
                        TcpState.ESTABLISHED,
                        MptcpInfoCodec.decode(ByteBuffer.wrap(info)),
                        3,
                        4,
                        0,
                        new SocketIdentity(443, 77, 1000, OptionalLong.of(4711), OptionalLong.of(0xffffffffL)),
                        Optional.of(List.of(only)))),
                connections.list(Detail.SUBFLOWS));
    }

    @Test
    void oldKernelWithoutPrivilegeTellsOfNoSubflows() throws IOException {
        for (int size : new int[] {48, 80, 88, 96}) {
            dump(connection(1, mptcpInfo(size, TOKEN, 2)));
            dump();
            dump(socket(AF_INET, 1, attributes -> {}), socket(AF_INET, 2, attributes -> {}));
            dump();
            Connection only = only(connections.list(Detail.SUBFLOWS));
            assertEquals(Optional.empty(), only.subflows(), "absent, not none");
            assertEquals(Optional.empty(), only.role());
            assertEquals(size >= 88, only.info().subflowsTotal().isPresent());
        }
    }

    @Test
    void connectionThatSaysThatItHasNoneHasNone() throws IOException {
        dump(connection(1, mptcpInfo(88, TOKEN, 0)));
        dump();
        dump();
        dump();
        assertEquals(
                Optional.of(List.of()), only(connections.list(Detail.SUBFLOWS)).subflows());
    }

    @Test
    void withPrivilegeAConnectionWithoutSubflowsIsLookedUpAgain() throws IOException {
        dump(markedConnection(1, mptcpInfo(48, TOKEN, 0)), markedConnection(2, mptcpInfo(96, 22, 1)));
        dump();
        dump();
        dump();
        kernel.thenMessage(markedConnection(3, mptcpInfo(48, TOKEN, 0))).end(); // it is there
        kernel.thenError(Errno.ENOENT); // it has ended
        Connection only = only(connections.list(Detail.SUBFLOWS));
        assertEquals(3, only.socket().cookie(), "what was answered last");
        assertEquals(Optional.of(List.of()), only.subflows());
    }

    @Test
    void subflowsShowThatTheKernelTellsEveryone() throws IOException {
        dump(connection(1, mptcpInfo(48, TOKEN, 0)), connection(2, mptcpInfo(48, 22, 0)));
        dump();
        dump(subflow(2, 22, FIRST));
        dump();
        kernel.thenError(Errno.ENOENT);
        assertEquals(22, only(connections.list(Detail.SUBFLOWS)).token());
    }

    @Test
    void subflowOfAConnectionThatBeganBetweenIsLeftOut() throws IOException {
        dump(connection(1, mptcpInfo(96, TOKEN, 1)));
        dump();
        dump(subflow(9, 0x1234, FIRST), subflow(1, TOKEN, FIRST));
        dump();
        assertEquals(
                1,
                only(connections.list(Detail.SUBFLOWS)).subflows().orElseThrow().size());
    }

    @Test
    void whatIsToldTwiceIsThereOnce() throws IOException {
        dump(connection(1, mptcpInfo(96, TOKEN, 2)), connection(1, mptcpInfo(96, TOKEN, 2)));
        dump();
        dump(subflow(5, TOKEN, 0xcc), subflow(1, TOKEN, FIRST), subflow(5, TOKEN, 0xcc));
        dump();
        Connection only = only(connections.list(Detail.SUBFLOWS));
        assertEquals(
                List.of(1L, 5L),
                only.subflows().orElseThrow().stream().map(Subflow::cookie).toList(),
                "the first one first");
    }

    @Test
    void unknownTokenIsNobodys() throws IOException {
        kernel.thenError(Errno.ENOENT);
        dump();
        dump();
        assertEquals(Optional.empty(), connections.find(1, Detail.MEASUREMENTS));
        kernel.thenError(Errno.ENOENT); // by now it is clear that the kernel can tell
        assertEquals(Optional.empty(), connections.find(1, Detail.MEASUREMENTS));
    }

    private void dump(byte[]... sockets) {
        if (sockets.length > 0) {
            kernel.thenMessages(MULTI, sockets);
        }
        kernel.thenDone(0);
    }

    private List<String> requests() {
        return kernel.requests().stream().map(its -> Bytes.text(its.payload())).toList();
    }

    private static Connection only(List<Connection> all) {
        assertEquals(1, all.size());
        return all.get(0);
    }
}
