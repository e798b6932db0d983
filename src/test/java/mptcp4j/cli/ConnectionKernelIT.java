package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection with two subflows, both ends of which are in the namespace. */
class ConnectionKernelIT extends CliInNetns {
    private static final Pattern OUT_RATE = Pattern.compile("\"out_rate\":(\\d+)");

    private ServerSocketChannel listener;
    private SocketChannel client;
    private SocketChannel server;
    private String token;

    @BeforeEach
    void connect() throws IOException {
        done(mptcp4j("endpoint", "add", "127.0.0.2", "dev", "lo", "subflow", "backup"));
        var family = StandardProtocolFamily.INET;
        listener = netns.call(() -> Mptcp.openServerSocketChannel(family, MptcpMode.REQUIRE));
        listener.bind(new InetSocketAddress(0));
        client = netns.call(() -> Mptcp.openSocketChannel(family, MptcpMode.REQUIRE));
        int port = listener.socket().getLocalPort();
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server = listener.accept();
        client.write(ByteBuffer.allocate(1000));
        server.read(ByteBuffer.allocate(1000));
        server.write(ByteBuffer.allocate(10));
        client.read(ByteBuffer.allocate(10));
        token = String.format("0x%08x", MptcpConnection.of(client).token());
        until(() -> MptcpConnection.of(client).subflows().size() == 2
                && MptcpConnection.of(server).subflows().size() == 2);
    }

    @AfterEach
    void disconnect() throws IOException {
        for (var channel : List.of(client, server, listener)) {
            channel.close();
        }
    }

    @Test
    void showsItWithItsSubflowsAndItsProcess() throws IOException {
        String shown = done(mptcp4j("connection", token));
        List<String> lines = shown.lines().toList();
        String process = "/" + ProcessHandle.current().pid();
        String ends = " +" + end(client.getLocalAddress()) + " +" + end(client.getRemoteAddress()) + " +ESTABLISHED +";
        assertEquals(4, lines.size(), shown);
        assertTrue(lines.get(1).matches(token + ends + "client +1\\.0 kB +10 B +\\S+" + process), shown);
        assertTrue(lines.get(2).matches(" +id 0/0" + ends + "lo +\\S+ ms +1\\.0 kB +10 B +\\S+ \\S*bit/s"), shown);
        assertTrue(
                lines.get(3).matches(" +id 1/0 +127.0.0.2:\\d+ .* backup +lo +\\S+ ms +0 B +0 B +\\S+ \\S*bit/s"),
                shown);
        assertEquals(7, done(mptcp4j("connection")).lines().count(), "both ends");
        assertEquals(7, done(mptcp4j("c", "s")).lines().count());
    }

    private static String end(SocketAddress address) {
        return address.toString().replaceFirst(".*/", "");
    }

    @Test
    void jsonIsJson() throws IOException {
        String one = done(mptcp4j("-j", "connection", "show", token));
        String shortest = "0x" + Long.toHexString(MptcpConnection.of(client).token());
        assertTrue(one.startsWith("[{\"token\":\"" + shortest + "\",\"role\":\"client\","), one);
        assertEquals(2, count(one, "\"rtt_us\":"), one);
        assertEquals(2, count(one, "\"dev\":\"lo\""), one);
        assertEquals(2, count(done(mptcp4j("connection", "-j")), "\"token\":"));
        assertEquals("[]\n", done(mptcp4j("-j", "connection", "process", "nobody")));
    }

    @Test
    void filtersChoose() throws IOException {
        int port = listener.socket().getLocalPort();
        assertEquals(7, done(mptcp4j("connection", "port", "" + port)).lines().count());
        assertEquals(
                7,
                done(mptcp4j("connection", "address", "127.0.0.2/32")).lines().count());
        long pid = ProcessHandle.current().pid();
        assertEquals(7, done(mptcp4j("connection", "process", "" + pid)).lines().count());
        assertEquals("", done(mptcp4j("connection", "port", "1")));
        assertEquals(
                4, done(mptcp4j("connection", token, "port", "" + port)).lines().count());
    }

    @Test
    void unknownTokenIsRefused() throws IOException {
        assertEquals(
                new Outcome(2, "", "mptcp4j: connection show 0x00000001: no connection has this token (ENOENT)\n"),
                mptcp4j("connection", "1"));
    }

    @Test
    void wrongWordsEndWithTheUsage() throws IOException {
        for (String wrong : List.of("nonsense", "-w0", "-w=1e9", "port")) {
            Outcome outcome = mptcp4j("connection", wrong);
            assertEquals(255, outcome.exitCode(), wrong);
            assertTrue(outcome.err().contains("sage: mptcp4j connection"), outcome.err());
        }
    }

    /** Ends when the connection does. */
    @Test
    void watchTellsWhatPasses() throws Exception {
        var terminal = new MemoryTerminal();
        var watch = new Thread(() -> inNamespace(terminal, "-j", "connection", "-w", "0.05", token));
        watch.start();
        until(() -> terminal.out().lines().count() > 1);
        client.write(ByteBuffer.allocate(100_000));
        until(() -> rates(terminal).stream().anyMatch(rate -> rate > 0));
        disconnect();
        watch.join(TimeUnit.SECONDS.toMillis(20));
        assertEquals("", terminal.err());
        assertEquals(Thread.State.TERMINATED, watch.getState());
    }

    @Test
    void watchInTextIsATableEachTime() throws Exception {
        var terminal = new MemoryTerminal();
        var watch = new Thread(() -> inNamespace(terminal, "connection", token, "-w=0.05"));
        watch.start();
        until(() ->
                terminal.out().lines().filter(line -> line.startsWith("TOKEN ")).count() >= 2);
        watch.interrupt();
        watch.join(TimeUnit.SECONDS.toMillis(20));
        assertEquals("", terminal.err());
        assertTrue(
                terminal.out().matches("(?s)\\d{4}-\\S+Z\nTOKEN .* OUT +IN  PROCESS\n" + token + ".*"), terminal.out());
    }

    @Test
    void watchTellsWhoHasItNow() throws Exception {
        Path name = Path.of("/proc/self/comm");
        String before = Files.readString(name);
        var terminal = new MemoryTerminal();
        var watch = new Thread(() -> inNamespace(terminal, "connection", token, "-w=0.05"));
        watch.start();
        try {
            until(() -> terminal.out().contains(before.strip() + "/"));
            Files.writeString(name, "renamed");
            until(() -> terminal.out().contains("renamed/"));
        } finally {
            Files.writeString(name, before);
            watch.interrupt();
            watch.join(TimeUnit.SECONDS.toMillis(20));
        }
    }

    private void inNamespace(MemoryTerminal terminal, String... arguments) {
        try {
            netns.call(() -> terminal.run(arguments));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What went out between two samples, for each connection and subflow. */
    private static List<Long> rates(MemoryTerminal terminal) {
        return OUT_RATE.matcher(terminal.out())
                .results()
                .map(rate -> Long.parseLong(rate.group(1)))
                .toList();
    }

    private static long count(String text, String part) {
        return Pattern.compile(part, Pattern.LITERAL).matcher(text).results().count();
    }

    @Test
    void countersAreThoseThatAreNotZero() throws IOException {
        String shown = done(mptcp4j("counters"));
        assertTrue(shown.matches("(?s).*MPCapableSYNTX +1\n.*"), shown);
        assertTrue(shown.lines().noneMatch(line -> line.endsWith(" 0")), shown);
        assertTrue(done(mptcp4j("counters", "-a")).lines().anyMatch(line -> line.endsWith(" 0")));
        assertEquals(
                "MPCapableSYNTX  1\nMPFastcloseTx   0\n", done(mptcp4j("counters", "MPCapableSYNTX", "MPFastcl*Tx")));
        assertEquals("[{\"MPCapableSYNTX\":1}]\n", done(mptcp4j("-j", "counters", "MPCapableSYNTX")));
        Outcome wrong = mptcp4j("counters", "Nothing*");
        assertEquals(255, wrong.exitCode());
        assertTrue(
                wrong.err().startsWith("mptcp4j: argument \"Nothing*\" is wrong: this kernel has no such counter\n"));
    }

    private static void until(Condition condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.met()) {
            assertTrue(System.nanoTime() - deadline < 0, "not in time");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private interface Condition {
        boolean met() throws IOException;
    }
}
