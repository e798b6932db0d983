package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.broker.BrokerSocket;
import mptcp4j.daemon.Broker;
import mptcp4j.daemon.ConnectionSummary;
import mptcp4j.daemon.Desk;
import mptcp4j.daemon.Explanation;
import mptcp4j.daemon.Status;
import mptcp4j.linux.Netns;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ctl} prints of what a daemon says. */
class CtlKernelIT extends CliInNetns {
    @TempDir
    private Path directory;

    private final FixedDesk desk = new FixedDesk();
    private Path socket;
    private Broker broker;
    private ServerSocketChannel listener;
    private SocketChannel channel;
    private long token;

    @BeforeEach
    void openBroker() throws IOException {
        socket = directory.resolve("daemon.sock");
        broker = netns.call(() -> Broker.open(socket, Optional.empty(), desk, Throwable::printStackTrace));
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener = netns.call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE))
                .bind(here);
        channel = netns.call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE));
        channel.connect(listener.getLocalAddress());
        token = MptcpConnection.of(channel).token();
    }

    @AfterEach
    void closeBroker() throws IOException {
        channel.close();
        listener.close();
        broker.close();
    }

    private Outcome ctl(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("ctl", "--socket", socket.toString()));
        all.addAll(List.of(words));
        return mptcp4j(all.toArray(String[]::new));
    }

    @Test
    void status() throws IOException {
        String expected = """
                mode userspace, running for 2h3m4s
                connections 2, subflows 3, adopted 4
                overflows 5, refusals 6
                path 10.0.0.1 dev eth0
                competitor mptcpd runs?[2J: stop it
                """;
        assertEquals(expected, done(ctl()));
        assertEquals(expected, done(ctl("status")));
        assertEquals(
                "[{\"mode\":\"userspace\",\"running_ms\":7384000,\"connections\":2,\"subflows\":3,\"adopted\":4,\"overflows\":5,"
                        + "\"refusals\":6,\"paths\":[\"10.0.0.1 dev eth0\"],"
                        + "\"competitors\":[\"mptcpd runs\\u001B[2J: stop it\"]}]\n",
                done(ctl("-j", "status")));
    }

    /** A daemon that was killed leaves its sockets, and the next one may have no administrators. */
    @Test
    void whatADeadDaemonLeftIsNoWay() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(BrokerSocket.ofAdministrators(socket)));
        }
        assertTrue(done(ctl("status")).startsWith("mode userspace"));
    }

    @Test
    void connections() throws IOException {
        assertEquals("""
                TOKEN       LOCAL              REMOTE           WHAT    SUBFLOWS  RULE    POLICY     AGE
                0x00000001  10.0.0.1:50902     10.0.0.2:443     client  2         rule 1  handover   1m2s
                0xffffffff  [2001:db8::1]:443  [2001:db8::2]:9  server  1         rule 2  (steered)  3.4s
                """, done(ctl("connections")));
        assertEquals(
                "{\"token\":\"0x1\",\"role\":\"client\",\"local_address\":\"10.0.0.1\",\"local_port\":50902,"
                        + "\"remote_address\":\"10.0.0.2\",\"remote_port\":443,\"subflows\":2,\"rule\":\"rule 1\","
                        + "\"policy\":\"handover\",\"steered\":false,\"age_ms\":62000}",
                done(ctl("-j", "connections"))
                        .replaceAll("^\\[|,\\{.*|\\]\n", "")
                        .strip());
    }

    @Test
    void explain() throws IOException {
        assertEquals("""
                TOKEN       LOCAL           REMOTE        WHAT    SUBFLOWS  RULE    POLICY    AGE
                0x00000001  10.0.0.1:50902  10.0.0.2:443  client  2         rule 1  handover  1m2s
                wish      10.0.1.1 as backup: costly
                subflow   1 10.0.0.1 to 10.0.0.2
                2026-11-21T10:00:00.123Z  created
                """, done(ctl("explain", "" + token)));
        String json = done(ctl("-j", "explain", "0x" + Long.toHexString(token)));
        assertTrue(
                json.endsWith("\"wishes\":[\"10.0.1.1 as backup: costly\"],\"has\":[\"1 10.0.0.1 to 10.0.0.2\"],"
                        + "\"decisions\":[{\"timestamp\":\"2026-11-21T10:00:00.123Z\",\"what\":\"created\"}]}]\n"),
                json);
    }

    @Test
    void policiesAndChanges() throws IOException {
        assertEquals("none\nhandover\n", done(ctl("policies")));
        assertEquals("[{\"policy\":\"none\"},{\"policy\":\"handover\"}]\n", done(ctl("-j", "policies")));
        done(ctl("reload"));
        done(ctl("set", "" + token, "policy", "none"));
        done(ctl("release", "" + token));
        assertEquals(List.of("reload", "set " + token + " none", "steer " + token + " false"), desk.told);
    }

    @Test
    void refusals() throws IOException {
        assertEquals(
                new Outcome(2, "", "mptcp4j: set: policies are [none, handover] (EINVAL)\n"),
                ctl("set", "" + token, "policy", "dance"));
        assertEquals(new Outcome(2, "", "mptcp4j: explain 0x00000000: invalid token (EINVAL)\n"), ctl("explain", "0"));
        Path nowhere = directory.resolve("nowhere");
        assertEquals(
                new Outcome(
                        1,
                        "",
                        "mptcp4j: connect to the daemon: no mptcp4j daemon answers at " + nowhere
                                + ": No such file or directory (ECONNREFUSED)\n"),
                mptcp4j("ctl", "--socket", nowhere.toString()));
    }

    @Test
    void aDaemonOfAnotherNamespace() throws IOException {
        try (Netns other = Netns.create()) {
            String file = "/proc/self/fd/" + other.fd().number();
            Outcome outcome = ctl("-n", file, "status");
            assertEquals(1, outcome.exitCode());
            assertEquals(
                    "mptcp4j: the daemon at " + socket + " is of another network namespace than " + file
                            + ": say with --socket where the other one is\n",
                    outcome.err());
        }
        done(ctl("-n", "/proc/self/fd/" + netns.fd().number(), "status"));
    }

    /** Says the same whatever it is asked about. */
    private static final class FixedDesk implements Desk {
        private static final ConnectionSummary ONE = new ConnectionSummary(
                1,
                false,
                end("10.0.0.1", 50902),
                end("10.0.0.2", 443),
                2,
                "rule 1",
                "handover",
                false,
                Duration.ofSeconds(62));

        private final List<String> told = new ArrayList<>();

        private static InetSocketAddress end(String address, int port) {
            return new InetSocketAddress(address, port);
        }

        @Override
        public Status status() {
            return new Status(
                    "userspace",
                    Duration.ofSeconds(7384),
                    2,
                    3,
                    List.of("10.0.0.1 dev eth0"),
                    4,
                    5,
                    6,
                    List.of("mptcpd runs\u001b[2J: stop it"));
        }

        @Override
        public List<ConnectionSummary> connections() {
            var other = new ConnectionSummary(
                    0xffff_ffffL,
                    true,
                    end("2001:db8::1", 443),
                    end("2001:db8::2", 9),
                    1,
                    "rule 2",
                    "none",
                    true,
                    Duration.ofMillis(3456));
            return List.of(ONE, other);
        }

        @Override
        public Optional<Explanation> explain(long token) {
            return Optional.of(new Explanation(
                    ONE,
                    List.of("10.0.1.1 as backup: costly"),
                    List.of("1 10.0.0.1 to 10.0.0.2"),
                    List.of(new Explanation.Decision(Instant.parse("2026-11-21T10:00:00.123Z"), "created"))));
        }

        @Override
        public List<String> policies() {
            return List.of("none", "handover");
        }

        @Override
        public void reload() {
            told.add("reload");
        }

        @Override
        public void set(long token, String policy) {
            if (!policies().contains(policy)) {
                throw new IllegalArgumentException("policies are " + policies());
            }
            told.add("set " + token + " " + policy);
        }

        @Override
        public void steer(long token, boolean byApplication) {
            told.add("steer " + token + " " + byApplication);
        }
    }
}
