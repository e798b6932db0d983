package mptcp4j.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import mptcp4j.MptcpInfo;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Owner;
import mptcp4j.diag.SocketIdentity;
import mptcp4j.diag.Subflow;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.diag.SubflowFlags;
import mptcp4j.linux.MptcpInfoCodec;
import mptcp4j.linux.TcpInfoCodec;

/** Connections to look at: one with two subflows, one that fell back, one of which the kernel does not tell all. */
final class Recorded {
    private Recorded() {}

    static List<Sample> samples() throws IOException {
        return List.of(multipath(), fallback(), untold());
    }

    static Sample multipath() throws IOException {
        var first = subflow(
                "10.0.1.1:38568",
                "10.0.1.2:443",
                0,
                flags(SubflowFlag.MCAP_REM, SubflowFlag.MCAP_LOC, SubflowFlag.FULLY_ESTABLISHED),
                11,
                27,
                1000);
        var second = subflow(
                "10.0.2.1:41233",
                "10.0.1.2:443",
                1,
                flags(SubflowFlag.JOIN_REM, SubflowFlag.JOIN_LOC, SubflowFlag.BKUP_LOC),
                12,
                12345,
                2_345_678);
        var connection = new Connection(
                end("10.0.1.1:38568"),
                end("10.0.1.2:443"),
                TcpState.ESTABLISHED,
                info(96, 0x815068ba, 0, 2_346_678),
                5,
                6,
                0,
                new SocketIdentity(10, 4711, 1000, OptionalLong.of(77), OptionalLong.of(3)),
                Optional.of(List.of(first, second)));
        return new Sample(
                connection,
                List.of(new Owner(1234, 7, "curl"), new Owner(1235, 7, "curl")),
                Optional.of("/user.slice"),
                Map.of(10L, new Flow(80_100_000, 950), 12L, new Flow(80_000_000, 0)));
    }

    static Sample fallback() throws IOException {
        var only = subflow("::1:5000", "::1:8080", 0, flags(SubflowFlag.MCAP_LOC), 21, 0, 0);
        var connection = new Connection(
                end("::1:5000"),
                end("::1:8080"),
                TcpState.CLOSE_WAIT,
                info(96, 0x1a, 1, 0),
                0,
                0,
                0,
                new SocketIdentity(20, 0, 0, OptionalLong.empty(), OptionalLong.empty()),
                Optional.of(List.of(only)));
        return new Sample(connection, List.of(), Optional.empty(), Map.of());
    }

    static Sample untold() throws IOException {
        var connection = new Connection(
                end("192.0.2.1:22"),
                end("192.0.2.2:50000"),
                TcpState.ESTABLISHED,
                info(48, 0x40c1a5f2, 0, 0),
                0,
                0,
                0,
                new SocketIdentity(30, 4712, 0, OptionalLong.empty(), OptionalLong.empty()),
                Optional.empty());
        return new Sample(connection, List.of(new Owner(1, 3, "sshd")), Optional.empty(), Map.of());
    }

    /** Those of the second path have one. */
    static Optional<String> link(Subflow subflow) {
        return subflow.localId() == 1 ? Optional.of("wlan0") : Optional.empty();
    }

    private static SubflowFlags flags(SubflowFlag... flags) {
        return SubflowFlags.of(flags);
    }

    private static Subflow subflow(
            String local, String remote, int id, SubflowFlags flags, long cookie, int rttMicros, long bytesSent)
            throws IOException {
        return new Subflow(
                end(local),
                end(remote),
                TcpState.ESTABLISHED,
                0,
                0x815068baL,
                id == 0 ? OptionalLong.empty() : OptionalLong.of(0x22L),
                id,
                0,
                flags,
                cookie,
                0,
                9,
                Optional.of(tcpInfo(rttMicros, bytesSent)));
    }

    private static MptcpInfo info(int size, int token, int flags, long bytesSent) throws IOException {
        var bytes = ByteBuffer.allocate(96).order(ByteOrder.nativeOrder());
        bytes.put(0, (byte) 1)
                .putInt(8, flags)
                .putInt(12, token)
                .putLong(56, bytesSent)
                .putLong(64, 2000);
        return MptcpInfoCodec.decode(bytes.limit(size));
    }

    private static TcpInfo tcpInfo(int rttMicros, long bytesSent) throws IOException {
        var bytes = ByteBuffer.allocate(232).order(ByteOrder.nativeOrder());
        bytes.putInt(68, rttMicros).putLong(128, 500).putLong(160, 1_250_000).putLong(200, bytesSent);
        return TcpInfoCodec.decode(bytes);
    }

    private static InetSocketAddress end(String text) throws IOException {
        int colon = text.lastIndexOf(':');
        InetAddress address = InetAddress.getByName(text.substring(0, colon));
        return new InetSocketAddress(address, Integer.parseInt(text.substring(colon + 1)));
    }
}
