package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.bpf.LiveOptions;
import mptcp4j.bpf.SubflowSocket;
import mptcp4j.bpf.ThreeSubflows;
import mptcp4j.diag.Connections;
import mptcp4j.diag.SubflowSettings;
import mptcp4j.linux.BpfRights;
import mptcp4j.linux.Requires;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Options of one subflow of three, by id; {@code ss} is the witness. */
@Timeout(60)
class SubflowOptionsKernelIT {
    private ThreeSubflows three;
    private MptcpConnection client;

    @BeforeEach
    void connect() throws IOException {
        BpfRights.require();
        Requires.program("ss");
        three = ThreeSubflows.open();
        client = MptcpConnection.of(three.client);
    }

    @AfterEach
    void close() throws IOException {
        if (three != null) {
            three.close();
        }
    }

    private <T> T get(long id, SubflowOption<T> option) throws IOException {
        return three.netns.call(() -> client.getOption(id, option));
    }

    private <T> void set(long id, SubflowOption<T> option, T value) throws IOException {
        three.netns.run(() -> client.setOption(id, option, value));
    }

    private String local(long id) throws IOException {
        InetSocketAddress local = client.subflows().stream()
                .filter(its -> its.id() == id)
                .findFirst()
                .orElseThrow()
                .local();
        return local.getAddress().getHostAddress() + ":" + local.getPort();
    }

    @Test
    void areSetOnOneSubflowAndThereOnlyAmongAThousandOtherSockets() throws IOException {
        three.addOthers(1000);
        String congestion = three.otherCongestionControl();
        String before = get(1, SubflowOption.TCP_CONGESTION);
        set(2, SubflowOption.IP_TOS, 0x28);
        set(2, SubflowOption.TCP_CONGESTION, congestion);
        set(2, SubflowOption.SO_MARK, 0xfeed_beefL);
        for (String shown : List.of("tos:0x28", congestion, "fwmark:0xfeedbeef")) {
            assertEquals(List.of(local(2)), three.shown(shown), shown);
        }
        for (long id : new long[] {1, 2, 3}) {
            assertEquals(
                    id == 2 ? List.of(0x28, congestion, 0xfeed_beefL) : List.of(0, before, 0L),
                    List.of(
                            get(id, SubflowOption.IP_TOS),
                            get(id, SubflowOption.TCP_CONGESTION),
                            get(id, SubflowOption.SO_MARK)));
        }
        three.echo();
    }

    @Test
    void readBackAsSet() throws IOException {
        Map<SubflowOption<?>, Object> values = new LinkedHashMap<>();
        values.put(SubflowOption.IP_TOS, 0xb8);
        values.put(SubflowOption.SO_MARK, 0xffff_ffffL);
        values.put(SubflowOption.SO_PRIORITY, 0x1_0001L);
        values.put(SubflowOption.SO_MAX_PACING_RATE, 4_000_000_000L);
        values.put(SubflowOption.SO_BINDTODEVICE, "lo");
        values.put(SubflowOption.TCP_CONGESTION, "reno");
        values.put(SubflowOption.TCP_NODELAY, true);
        values.put(SubflowOption.TCP_USER_TIMEOUT, 7_000);
        values.put(SubflowOption.TCP_KEEPIDLE, 32_767);
        values.put(SubflowOption.TCP_KEEPINTVL, 3);
        values.put(SubflowOption.TCP_KEEPCNT, 127);
        values.put(SubflowOption.TCP_NOTSENT_LOWAT, 0xffff_ffffL);
        values.put(SubflowOption.TCP_WINDOW_CLAMP, 20_000);
        for (Map.Entry<SubflowOption<?>, Object> each : values.entrySet()) {
            setAny(each.getKey(), each.getValue());
        }
        Map<SubflowOption<?>, Object> read = new LinkedHashMap<>();
        for (SubflowOption<?> option : values.keySet()) {
            read.put(option, get(3, option));
        }
        assertEquals(values, read);
        assertEquals(List.of(local(3).replace(":", "%lo:")), three.shown("reno"));
    }

    private <T> void setAny(SubflowOption<T> option, Object value) throws IOException {
        set(3, option, option.type().cast(value));
    }

    @Test
    void readAsTheKernelMadeThem() throws IOException {
        set(2, SubflowOption.SO_SNDBUF, 30_000);
        set(2, SubflowOption.SO_RCVBUF, 40_000);
        assertEquals(60_000, get(2, SubflowOption.SO_SNDBUF));
        assertEquals(80_000, get(2, SubflowOption.SO_RCVBUF));
        int inUse = get(2, SubflowOption.TCP_MAXSEG);
        set(2, SubflowOption.TCP_MAXSEG, 1000);
        assertEquals(inUse, get(2, SubflowOption.TCP_MAXSEG), "connected already");
        set(2, SubflowOption.SO_BINDTODEVICE, "lo");
        set(2, SubflowOption.SO_BINDTODEVICE, "");
        assertEquals("", get(2, SubflowOption.SO_BINDTODEVICE));
        assertEquals(TcpState.ESTABLISHED, get(2, SubflowOption.TCP_INFO).state());
        set(2, SubflowOption.IP_TOS, 0x2b);
        assertEquals(0x28, get(2, SubflowOption.IP_TOS), "the bits of ECN are TCP's");
    }

    @Test
    void areTheSameWhoeverTellsThem() throws IOException {
        set(2, SubflowOption.IP_TOS, 0x28);
        set(2, SubflowOption.SO_MARK, 5L);
        set(2, SubflowOption.SO_MAX_PACING_RATE, 1_000_000L);
        set(2, SubflowOption.SO_BINDTODEVICE, "lo");
        three.netns.run(() -> {
            Subflow subflow = client.subflows().get(1);
            var socket = new SubflowSocket(subflow.local(), subflow.remote(), client.token());
            try (LiveOptions live = LiveOptions.open();
                    Connections connections = Connections.open()) {
                SubflowSettings settings =
                        connections.settings(subflow.local(), subflow.remote()).orElseThrow();
                Map<String, Object> byBpf = new TreeMap<>();
                Map<String, Object> otherwise = new TreeMap<>();
                for (SubflowOption<?> option : List.of(
                        SubflowOption.IP_TOS,
                        SubflowOption.SO_MARK,
                        SubflowOption.SO_SNDBUF,
                        SubflowOption.SO_RCVBUF,
                        SubflowOption.SO_BINDTODEVICE,
                        SubflowOption.TCP_CONGESTION)) {
                    byBpf.put(option.name(), option.ask(live, socket));
                    otherwise.put(option.name(), option.told(settings).orElseThrow());
                }
                for (SubflowOption<?> option : List.of(SubflowOption.SO_MAX_PACING_RATE, SubflowOption.TCP_MAXSEG)) {
                    byBpf.put(option.name(), option.ask(live, socket));
                    otherwise.put(
                            option.name(), option.measured(subflow.tcpInfo()).orElseThrow());
                }
                assertEquals(byBpf, otherwise);
            }
        });
        assertEquals(0xffff_ffffL, get(1, SubflowOption.SO_MAX_PACING_RATE), "no limit");
    }

    /** The server's sockets are of AF_INET6, as those of the JDK are. */
    @Test
    void soIsTheTrafficClass() throws IOException {
        try (ThreeSubflows toDualStack = ThreeSubflows.toDualStackServer()) {
            MptcpConnection server = MptcpConnection.of(toDualStack.server);
            Subflow subflow = server.subflows().get(1);
            toDualStack.netns.run(() -> {
                server.setOption(subflow.id(), SubflowOption.IPV6_TCLASS, 0x28);
                var socket = new SubflowSocket(subflow.local(), subflow.remote(), server.token());
                try (LiveOptions live = LiveOptions.open();
                        Connections connections = Connections.open()) {
                    SubflowSettings settings = connections
                            .settings(subflow.local(), subflow.remote())
                            .orElseThrow();
                    assertEquals(
                            List.of(0x28, 0x28),
                            List.of(
                                    SubflowOption.IPV6_TCLASS.ask(live, socket),
                                    SubflowOption.IPV6_TCLASS.told(settings).orElseThrow()));
                }
            });
        }
    }

    @Test
    void refusalsSayWhatAndWhy() throws IOException {
        LinuxException unknown = refused(Errno.ESRCH, () -> set(77, SubflowOption.IP_TOS, 4));
        assertTrue(unknown.getMessage().contains("77"), unknown.getMessage());
        LinuxException notLoaded = refused(Errno.ENOENT, () -> set(2, SubflowOption.TCP_CONGESTION, "nosuch"));
        assertEquals("setsockopt(TCP_CONGESTION) of subflow 2", notLoaded.operation());
        refused(Errno.ENODEV, () -> set(2, SubflowOption.SO_BINDTODEVICE, "nosuch"));
        LinuxException otherFamily = refused(Errno.EINVAL, () -> get(2, SubflowOption.IPV6_TCLASS));
        assertEquals("getsockopt(IPV6_TCLASS) of subflow 2", otherFamily.operation());
        assertThrows(IllegalArgumentException.class, () -> set(2, SubflowOption.IP_TOS, 256));
        LinuxException elsewhere = refused(Errno.EINVAL, () -> client.setOption(2, SubflowOption.TCP_NODELAY, true));
        assertTrue(elsewhere.getMessage().contains("another network namespace"), elsewhere.getMessage());
    }

    @Test
    void ofASubflowOverIpv6() throws IOException {
        Loopback.require(StandardProtocolFamily.INET6);
        try (SteeredHosts lab = SteeredHosts.create(2)) {
            Connected connected = lab.connect();
            Subflow six = connected.open(
                    SubflowSpec.from(lab.client().address6(1)).to(lab.server().address6(1)));
            lab.client().run(() -> connected.client().setOption(six.id(), SubflowOption.IPV6_TCLASS, 0xb8));
            assertEquals(
                    0xb8, lab.client().call(() -> connected.client().getOption(six.id(), SubflowOption.IPV6_TCLASS)));
            List<String> shown = SteeredHosts.run(lab.client(), "ss", "-tneiOH", "--tos")
                    .lines()
                    .filter(line -> line.contains(" tclass:0xb8 "))
                    .map(line -> line.split("\\s+")[3])
                    .toList();
            assertEquals(1, shown.size(), shown::toString);
            assertTrue(shown.get(0).endsWith("]:" + six.local().getPort()), shown::toString);
            connected.pair().echo(10_000);
        }
    }

    @Test
    void ofTheServersEndLikewise() throws IOException {
        MptcpConnection server = MptcpConnection.of(three.server);
        Subflow second = server.subflows().get(1);
        three.netns.run(() -> server.setOption(second.id(), SubflowOption.TCP_USER_TIMEOUT, 12_345));
        assertEquals(12_345, three.netns.call(() -> server.getOption(second.id(), SubflowOption.TCP_USER_TIMEOUT)));
        for (long id : new long[] {1, 2, 3}) {
            assertEquals(0, get(id, SubflowOption.TCP_USER_TIMEOUT), "the other ends are as they were");
        }
    }

    private static LinuxException refused(Errno errno, Executable method) {
        LinuxException refusal = assertThrows(LinuxException.class, method);
        assertEquals(errno, refusal.errno(), refusal.getMessage());
        return refusal;
    }
}
