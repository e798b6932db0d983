package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mptcp4j.broker.BrokerClient;
import mptcp4j.broker.BrokeredEvents;
import mptcp4j.broker.Line;
import mptcp4j.lab.Await;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.AddressRemoved;
import mptcp4j.socket.MptcpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever one client does, the others are served. */
@Timeout(120)
class HostileClientsKernelIT {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String END = "the end";

    @TempDir
    private Path directory;

    private BrokeredLab lab;

    @BeforeEach
    void open() throws IOException {
        lab = new BrokeredLab(directory, PATIENCE);
    }

    /** Whatever the test did, the broker goes on. */
    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            requireService();
            lab.close();
        }
    }

    private void requireService() throws IOException {
        try (BrokerClient client = BrokerClient.open(lab.socket)) {
            assertEquals(NotedDesk.STATUS, status(client));
        }
    }

    private static Status status(BrokerClient client) throws IOException {
        return DeskLines.status(client.ask(Line.empty().with("do", "status")));
    }

    @Test
    void aThousandIdleClientsAndOneThatWorks() throws IOException {
        requireService();
        long threads = threads();
        List<RawClient> idle = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            idle.add(lab.keep(RawClient.greeted(lab.socket)));
        }
        BrokerClient client = lab.client();
        for (int i = 0; i < 200; i++) {
            assertEquals(NotedDesk.STATUS, status(client));
        }
        assertEquals(threads, threads(), "no thread for any of them");
        for (RawClient one : idle) {
            one.say("{\"id\":7,\"do\":\"policies\"}\n");
            assertEquals("{\"item\":\"policy\",\"text\":\"none\",\"id\":7}", one.line());
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mptcp4j-"))
                .count();
    }

    /** Twenty times what the kernel and the broker keep for a client. */
    @Test
    void oneThatNeverReadsItsEventsLosesThem() throws IOException {
        long token =
                lab.lab.client().call(() -> MptcpConnection.of(lab.connect()).token());
        RawClient deaf = lab.keep(RawClient.greeted(lab.socket));
        deaf.say("{\"id\":2,\"do\":\"events\",\"token\":" + token + "}\n");
        deaf.line();
        int most = 0;
        try (BrokeredEvents events = BrokeredEvents.open(lab.socket, token, () -> false)) {
            for (int round = 0; round < 1000; round++) {
                for (int i = 0; i < 100; i++) {
                    lab.broker.publish(new AddressRemoved(token, i, List.of()));
                }
                for (int i = 0; i < 100; i++) {
                    assertEquals(new AddressRemoved(token, i, List.of()), next(events));
                }
                most += 100;
            }
        }
        int heard = 0;
        String line = deaf.line();
        while (line.contains("REMOVED")) {
            heard++;
            line = deaf.line();
        }
        assertEquals("{\"event\":\"OVERFLOW\"}", line);
        assertTrue(heard < most / 2, heard + " of " + most);
        lab.broker.publish(new AddressRemoved(token, 5, List.of()));
        assertEquals("{\"event\":\"REMOVED\",\"token\":" + token + ",\"remoteId\":5}", deaf.line());
    }

    private static PathManagerEvent next(BrokeredEvents events) throws IOException {
        return events.next(SOON).orElseThrow();
    }

    @Test
    void whoSaysNothingOrHalfALineIsDismissed() throws IOException {
        RawClient silent = lab.keep(new RawClient(lab.socket));
        RawClient half = lab.keep(RawClient.greeted(lab.socket));
        half.say("{\"id\":2,");
        RawClient idle = lab.keep(RawClient.greeted(lab.socket));
        assertEquals(END, silent.line());
        assertEquals(END, half.line());
        idle.say("{\"id\":2,\"do\":\"set\"}\n");
        assertTrue(idle.line().contains("\"error\":\"EINVAL\""), "one that is idle between lines stays");
    }

    @Test
    void whoSendsAndNeverReadsWaitsForItself() throws IOException {
        RawClient flood = lab.keep(RawClient.greeted(lab.socket));
        flood.channel.configureBlocking(false);
        byte[] request = "{\"id\":2,\"do\":\"status\"}\n".getBytes(StandardCharsets.UTF_8);
        long taken = 0;
        int refused = 0;
        while (refused < 100) {
            int written = flood.channel.write(ByteBuffer.wrap(request));
            taken += written;
            refused = written == 0 ? refused + 1 : 0;
            if (written == 0) {
                requireService();
            }
        }
        assertTrue(taken < 8 << 20, "the broker takes no more than it answers: " + taken);
    }

    @Test
    void manyRequestsAtOnceAreAnsweredInTheirOrder() throws IOException {
        RawClient client = lab.keep(RawClient.greeted(lab.socket));
        var all = new StringBuilder();
        for (int i = 10; i < 1010; i++) {
            all.append("{\"id\":").append(i).append(",\"do\":\"policies\"}\n");
        }
        client.say(all.toString());
        for (int i = 10; i < 1010; i++) {
            assertEquals("{\"item\":\"policy\",\"text\":\"none\",\"id\":" + i + "}", client.line());
            assertEquals("{\"item\":\"policy\",\"text\":\"fullmesh\",\"id\":" + i + "}", client.line());
            assertEquals("{\"done\":true,\"id\":" + i + "}", client.line());
        }
    }

    @Test
    void comingAndGoingLeavesNothing() throws IOException {
        requireService();
        int before = descriptors();
        for (int i = 0; i < 2000; i++) {
            try (RawClient client = new RawClient(lab.socket)) {
                if (i % 2 == 0) {
                    client.say(RawClient.HELLO + "{\"id\":2,\"do\":\"status\"}\n");
                }
            }
        }
        requireService();
        Await.until("as many as before", () -> descriptors() <= before);
    }

    private static int descriptors() {
        String[] all = new File("/proc/self/fd").list();
        return all == null ? -1 : all.length;
    }

    @Test
    void nonsenseIsAnsweredAndEnds() throws IOException {
        for (String nonsense : List.of(
                "\n",
                "GET / HTTP/1.1\r\n\r\n",
                "{}\n",
                "[]\n",
                "{\"id\":1}\n",
                "{\"id\":-1,\"do\":\"hello\",\"version\":1}\n",
                "{\"id\":1,\"do\":\"status\"}\n",
                "{\"id\":1,\"do\":\"hello\",\"version\":2}\n",
                "x".repeat(Line.MAX_BYTES_OF_REQUEST),
                "[".repeat(1000) + "\n")) {
            try (RawClient client = new RawClient(lab.socket)) {
                client.say(nonsense);
                String answer = client.line();
                assertTrue(
                        answer.contains("\"error\":\"EBADMSG\"") || answer.contains("\"error\":\"EPROTONOSUPPORT\""),
                        nonsense + " " + answer);
                assertEquals(END, client.line());
            }
        }
    }

    /** Requests that are damaged at random: each ends with an answer, or with the end. */
    @Test
    void damagedRequestsHurtNobody() throws IOException {
        long token =
                lab.lab.client().call(() -> MptcpConnection.of(lab.connect()).token());
        List<String> requests = List.of(
                "{\"id\":2,\"do\":\"status\"}",
                "{\"id\":2,\"do\":\"connections\"}",
                "{\"id\":2,\"do\":\"explain\",\"token\":" + token + "}",
                "{\"id\":2,\"do\":\"events\",\"token\":" + token + "}",
                "{\"id\":2,\"do\":\"set\",\"token\":" + token + ",\"policy\":\"none\"}",
                "{\"id\":2,\"do\":\"addresses\",\"token\":" + token + "}",
                "{\"id\":2,\"do\":\"remove\",\"token\":" + token + ",\"localId\":5}",
                "{\"id\":2,\"do\":\"announce\",\"token\":" + token
                        + ",\"local\":\"10.0.1.1\",\"localId\":5,\"flags\":1}",
                "{\"id\":2,\"do\":\"create\",\"token\":" + token
                        + ",\"local\":\"10.0.1.1\",\"localId\":1,\"remote\":\"10.0.0.2\",\"remotePort\":8080}",
                "{\"id\":2,\"do\":\"destroy\",\"token\":" + token
                        + ",\"local\":\"10.0.1.1\",\"localPort\":1,\"remote\":\"10.0.0.2\",\"remotePort\":8080}");
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = requests.get(random.nextInt(requests.size())).getBytes(StandardCharsets.UTF_8);
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try (RawClient client = RawClient.greeted(lab.socket)) {
                client.say(
                        (new String(bytes, StandardCharsets.ISO_8859_1) + "\n").getBytes(StandardCharsets.ISO_8859_1));
                client.channel.shutdownOutput();
                String answer = client.line();
                assertTrue(
                        answer.startsWith("{") || answer.equals(END),
                        () -> "seed " + seed + ": " + new String(bytes, StandardCharsets.ISO_8859_1) + " " + answer);
            }
        }
    }
}
