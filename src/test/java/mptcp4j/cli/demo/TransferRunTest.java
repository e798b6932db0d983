package mptcp4j.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.cli.demo.TransferRun.Plan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over plain TCP on loopback: a transfer needs no laboratory. */
class TransferRunTest implements Progress {
    private static final Duration LENGTH = Duration.ofMillis(350);

    private final List<Moment> moments = new ArrayList<>();
    private final List<Throughput> flows = new ArrayList<>();
    private SocketChannel from;
    private SocketChannel to;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            from = SocketChannel.open(listener.getLocalAddress());
            to = listener.accept();
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        from.close();
        to.close();
    }

    @Test
    void whatIsSentArrivesIntact() throws IOException {
        Transfer transfer = run(new Plan(LENGTH, true, 1, List.of()));
        assertTrue(transfer.intact());
        assertTrue(transfer.received().bytes() > 0);
        assertTrue(
                transfer.received().sha256().matches("[0-9a-f]{64}"),
                transfer.received().sha256());
        assertEquals(transfer.received().bytes(), transfer.arrivals().bytes());
        assertTrue(transfer.mbps() > 0);
    }

    @Test
    void samplesGoFromTheStartToTheLastByte() throws IOException {
        Transfer transfer = run(new Plan(LENGTH, false, 1, List.of()));
        List<Sample> samples = transfer.samples();
        assertEquals(Sample.start(1), samples.get(0));
        Sample last = samples.get(samples.size() - 1);
        assertEquals(transfer.received().bytes(), last.received());
        assertTrue(last.at().compareTo(LENGTH) >= 0, last.toString());
        assertEquals(Throughput.course(samples).subList(0, flows.size() - 1), flows.subList(0, flows.size() - 1));
        assertEquals("", transfer.received().sha256());
    }

    @Test
    void stepsAreDoneInTheirTime() throws IOException {
        List<String> done = new ArrayList<>();
        Duration length = Duration.ofSeconds(1);
        Transfer transfer = run(new Plan(
                length,
                false,
                1,
                List.of(
                        new Step(Duration.ofMillis(50), "first", () -> done.add("first")),
                        new Step(Duration.ofMillis(150), "second", () -> done.add("second")))));
        assertEquals(List.of("first", "second"), done);
        assertEquals(transfer.moments(), moments);
        assertEquals(
                List.of("first", "second"), moments.stream().map(Moment::what).toList());
        assertTrue(moments.get(0).at().compareTo(Duration.ofMillis(50)) >= 0, moments.toString());
        assertTrue(moments.get(1).at().compareTo(Duration.ofMillis(150)) >= 0, moments.toString());
        assertTrue(moments.get(1).at().compareTo(length) < 0, moments.toString());
    }

    @Test
    void aStepThatFailsEndsTheTransfer() {
        var failure = new IOException("no such path");
        var step = new Step(Duration.ZERO, "fails", () -> {
            throw failure;
        });
        assertEquals(failure, assertThrows(IOException.class, () -> run(new Plan(LENGTH, false, 1, List.of(step)))));
    }

    @Test
    void aStepThatComesTooLateEndsTheTransfer() {
        var step = new Step(Duration.ofMinutes(1), "path 0 restored", () -> {});
        var failure = assertThrows(IOException.class, () -> run(new Plan(LENGTH, false, 1, List.of(step))));
        assertTrue(
                String.valueOf(failure.getMessage())
                        .matches("the machine was too busy: the transfer was over after \\d+ ms,"
                                + " before \"path 0 restored\" of 60000 ms"),
                failure.toString());
    }

    @Test
    void samplesAreNeverCloseTogether() throws IOException {
        var slow = new Step(Duration.ofMillis(50), "takes until just before a tick", TransferRunTest::spin);
        Transfer transfer = run(new Plan(LENGTH, false, 1, List.of(slow)));
        List<Sample> samples = transfer.samples();
        for (int i = 1; i < samples.size(); i++) {
            Duration between = samples.get(i).at().minus(samples.get(i - 1).at());
            assertTrue(between.compareTo(Duration.ofMillis(50)) >= 0, samples.toString());
        }
    }

    @Test
    void anEndThatBreaksEndsTheTransferLongBeforePatienceDoes() {
        var step = new Step(Duration.ofMillis(50), "break", () -> from.close());
        IOException failure =
                assertThrows(IOException.class, () -> run(new Plan(Duration.ofMinutes(1), false, 1, List.of(step))));
        assertTrue(
                String.valueOf(failure.getMessage()).startsWith("an end of the transfer failed: "), failure.toString());
    }

    private static void spin() {
        long end = System.nanoTime() + Duration.ofMillis(249).toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    private Transfer run(Plan plan) throws IOException {
        return new TransferRun(plan, from, to, Stream.allBytes(), this).run();
    }

    @Override
    public void begin(String title) {
        throw new AssertionError("a transfer is no experiment");
    }

    @Override
    public void flow(Throughput throughput, Duration length) {
        flows.add(throughput);
    }

    @Override
    public void moment(Moment moment) {
        moments.add(moment);
    }

    @Override
    public void end(String outcome) {
        throw new AssertionError("a transfer is no experiment");
    }
}
