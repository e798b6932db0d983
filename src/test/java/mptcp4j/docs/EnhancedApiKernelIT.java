package mptcp4j.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mptcp4j.diag.Counters;
import mptcp4j.lab.Failure;
import mptcp4j.pm.Limits;
import mptcp4j.pm.PathManager;
import mptcp4j.socket.EnhancedSocketOptions.SubTuple;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/enhanced-socket-api.md is the code that is run here, and does what the page says. */
class EnhancedApiKernelIT {
    private static final String PAGE = "docs/enhanced-socket-api.md";
    private static final List<String> PROGRAMS =
            List.of("RefreshSlowest.java", "SecondPathForLong.java", "CostlyBackup.java");
    private static final int MEGABYTE = 1_000_000;

    @TempDir
    private Path directory;

    private FileServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = FileServer.start();
    }

    @AfterEach
    void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    /** Has a program send a file, and returns what arrives. */
    private Future<byte[]> send(Program program, byte[] content, String... more) throws IOException {
        Path file = Files.write(directory.resolve("content"), content);
        var arguments = new ArrayList<>(List.of(
                server.address().getAddress().getHostAddress(),
                Integer.toString(server.address().getPort()),
                file.toString()));
        arguments.addAll(List.of(more));
        return server.whileClientRuns(() -> program.run(arguments.toArray(String[]::new)));
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private long counted(String counter) throws IOException {
        return server.lab().server().call(() -> Counters.read().get(counter).orElse(0));
    }

    @Test
    void itsCodeIsWhatIsCompiled() throws IOException {
        var expected = new ArrayList<>(DocumentedCode.examples("EnhancedApiExample.java", "DOCS"));
        for (String program : PROGRAMS) {
            expected.add(DocumentedCode.program(program));
        }
        assertEquals(expected.stream().sorted().toList(), DocumentedCode.ofPage(PAGE));
    }

    /** With the limit that the page names nothing is refused, also when the first subflow, which does not count, is replaced. */
    @Test
    void refreshesTheSlowest() throws Exception {
        limitJoins(5);
        byte[] content = content(10 * MEGABYTE);
        assertArrayEquals(content, send(RefreshSlowest::main, content).get(60, TimeUnit.SECONDS));
        assertTrue(counted("MPJoinAckRx") > 3, "besides three to begin with, one at least has replaced another");
        assertEquals(0, counted("MPJoinRejected"));
    }

    @Test
    void sendsOverFewerSubflowsWhereTheServerTakesNoMore() throws Exception {
        limitJoins(2);
        byte[] content = content(MEGABYTE);
        assertArrayEquals(content, send(RefreshSlowest::main, content).get(60, TimeUnit.SECONDS));
        assertEquals(2, counted("MPJoinAckRx"));
    }

    private void limitJoins(int count) throws IOException {
        try (PathManager pathManager = server.lab().server().call(PathManager::open)) {
            pathManager.setLimits(new Limits(count, 0));
        }
    }

    @Test
    void usesASecondPathForALongTransferOnly() throws Exception {
        String second = server.lab().client().address(1).getHostAddress();
        byte[] small = content(MEGABYTE / 2);
        assertArrayEquals(small, send(SecondPathForLong::main, small, second).get(60, TimeUnit.SECONDS));
        assertEquals(0, counted("MPJoinAckRx"));
        byte[] large = content(5 * MEGABYTE);
        assertArrayEquals(large, send(SecondPathForLong::main, large, second).get(60, TimeUnit.SECONDS));
        assertEquals(1, counted("MPJoinAckRx"));
        assertTrue(server.carried(1) > MEGABYTE, () -> "path 1 has carried " + server.carried(1));
    }

    @Test
    void usesACostlyInterfaceOnlyWhileTheFirstPathFails() throws Exception {
        byte[] content = content(14 * MEGABYTE);
        Future<byte[]> arrived =
                send(CostlyBackup::main, content, server.lab().client().linkName(1));
        server.awaitReceived(2 * MEGABYTE);
        assertTrue(
                server.carried(1) < MEGABYTE / 10 || counted("MPPrioRx") > 0,
                () -> "though the first path has not failed for a moment, path 1 has carried " + server.carried(1));
        server.lab().path(0).fail(Failure.BLACKHOLE);
        server.awaitReceived(3 * MEGABYTE);
        server.lab().path(0).restore();
        assertArrayEquals(content, arrived.get(60, TimeUnit.SECONDS));
        assertTrue(counted("MPPrioRx") >= 2, "no backup any more, and one again");
    }

    @Test
    void showsTheOptions() throws Exception {
        var out = new ByteArrayOutputStream();
        server.whileClientRuns(() -> {
                    try (SocketChannel channel = Mptcp.openSocketChannel()) {
                        channel.connect(server.address());
                        FileServer.sayHello(channel);
                        MptcpConnection connection = MptcpConnection.of(channel);
                        var local = new InetSocketAddress(server.lab().client().address(0), 64002);
                        EnhancedApiExample.options(
                                connection, new SubTuple(local, server.address()), new PrintStream(out, true, UTF_8));
                    }
                })
                .get(60, TimeUnit.SECONDS);
        assertTrue(out.toString(UTF_8).contains("2: SubTuple[local=/10.0.0.1:64002,"), () -> out.toString(UTF_8));
    }

    @Test
    void showsTheOperationsOfTheRfc() throws Exception {
        var out = new ByteArrayOutputStream();
        server.whileClientRuns(() -> {
                    try (SocketChannel channel = SocketChannel.open()) {
                        var second = new InetSocketAddress(server.lab().client().address(1), 0);
                        EnhancedApiExample.rfc(channel, server.address(), second, new PrintStream(out, true, UTF_8));
                    }
                })
                .get(60, TimeUnit.SECONDS);
        assertTrue(out.toString(UTF_8).contains("local=/10.0.1.1:"), () -> out.toString(UTF_8));
    }

    private interface Program {
        void run(String[] arguments) throws Exception;
    }
}
