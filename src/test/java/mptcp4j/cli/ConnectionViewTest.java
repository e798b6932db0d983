package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mptcp4j.cli.words.UsageException;
import mptcp4j.cli.words.Words;
import mptcp4j.diag.Owner;
import org.junit.jupiter.api.Test;

class ConnectionViewTest {
    @Test
    void tableShowsConnectionsWithTheirSubflows() throws IOException {
        assertEquals("""
                TOKEN       LOCAL           REMOTE           STATE        WHAT             DEV         RTT    SENT  RECEIVED     DELIVERY  PROCESS
                0x815068ba  10.0.1.1:38568  10.0.1.2:443     ESTABLISHED  client                            2.3 MB    2.0 kB               curl/1234,curl/1235
                  id 0/0    10.0.1.1:38568  10.0.1.2:443     ESTABLISHED                   -      0.027 ms  1.0 kB     500 B  10.0 Mbit/s
                  id 1/0    10.0.2.1:41233  10.0.1.2:443     ESTABLISHED  backup           wlan0   12.3 ms  2.3 MB     500 B  10.0 Mbit/s
                0x0000001a  [::1]:5000      [::1]:8080       CLOSE-WAIT   client fallback                      0 B    2.0 kB               -
                  id 0/0    [::1]:5000      [::1]:8080       ESTABLISHED                   -      0.000 ms     0 B     500 B  10.0 Mbit/s
                0x40c1a5f2  192.0.2.1:22    192.0.2.2:50000  ESTABLISHED                                         -         -               sshd/1
                  subflows: not shown without CAP_NET_ADMIN (before Linux 6.15)
                """, text(new ConnectionTable(Recorded::link, Paint.NONE, false), Recorded.samples()));
    }

    @Test
    void watchShowsWhatPassed() throws IOException {
        assertEquals("""
                TOKEN       LOCAL           REMOTE        STATE        WHAT    DEV         RTT    SENT  RECEIVED          OUT         IN  PROCESS
                0x815068ba  10.0.1.1:38568  10.0.1.2:443  ESTABLISHED  client                   2.3 MB    2.0 kB  80.1 Mbit/s  950 bit/s  curl/1234,curl/1235
                  id 0/0    10.0.1.1:38568  10.0.1.2:443  ESTABLISHED          -      0.027 ms  1.0 kB     500 B            -          -
                  id 1/0    10.0.2.1:41233  10.0.1.2:443  ESTABLISHED  backup  wlan0   12.3 ms  2.3 MB     500 B  80.0 Mbit/s    0 bit/s
                """, text(new ConnectionTable(Recorded::link, Paint.NONE, true), List.of(Recorded.multipath())));
    }

    @Test
    void coloursDoNotMoveColumns() throws IOException {
        List<Sample> samples = Recorded.samples();
        String coloured = text(new ConnectionTable(Recorded::link, new Paint(true, true), false), samples);
        assertTrue(coloured.contains("\u001b[1;35m10.0.2.1:41233\u001b[0m"), coloured);
        assertTrue(coloured.contains("\u001b[1;36mwlan0\u001b[0m"), coloured);
        assertTrue(coloured.contains("\u001b[1;94m[::1]:5000\u001b[0m"), coloured);
        assertEquals(
                text(new ConnectionTable(Recorded::link, Paint.NONE, false), samples),
                coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void namesCannotSteerTheTerminal() throws IOException {
        Sample sample = Recorded.multipath();
        var owner = new Owner(1234, 7, "\u001b[2Ja\n\u009bb\u007f");
        var renamed = new Sample(sample.connection(), List.of(owner), sample.cgroup(), sample.flows());
        String shown =
                text(new ConnectionTable(subflow -> Optional.of("wl\u001b[31m"), Paint.NONE, false), List.of(renamed));
        assertTrue(shown.contains("  ?[2Ja??b?/1234\n"), shown);
        assertTrue(shown.contains(" wl?[31m "), shown);
        assertFalse(shown.contains("\u001b"), shown);
    }

    @Test
    void nothingIsShownOfNothing() {
        assertEquals("", text(new ConnectionTable(Recorded::link, Paint.NONE, true), List.of()));
    }

    @Test
    void jsonTellsAllThatIsKnown() throws IOException {
        String subflow = "\"state\":\"ESTABLISHED\",\"local_id\":%d,\"remote_id\":0,\"flags\":\"%s\",\"initial\":%b,"
                + "\"backup\":%b,%s\"rtt_us\":%d,\"rttvar_us\":0,\"min_rtt_us\":0,\"cwnd\":0,\"mss\":0,\"unacked\":0,"
                + "\"bytes_sent\":%d,\"bytes_received\":500,\"bytes_acked\":0,\"bytes_retrans\":0,"
                + "\"delivery_rate\":10000000,\"last_data_sent_ms\":0,\"last_data_recv_ms\":0,%s\"recv_queue\":0,"
                + "\"send_queue\":9}";
        assertEquals(
                "[{\"token\":\"0x815068ba\",\"role\":\"client\",\"state\":\"ESTABLISHED\",\"local_address\":\"10.0.1.1\","
                        + "\"local_port\":38568,\"remote_address\":\"10.0.1.2\",\"remote_port\":443,\"fallback\":false,"
                        + "\"extra_subflows\":1,\"subflows_total\":0,\"bytes_sent\":2346678,\"bytes_received\":2000,"
                        + "\"bytes_acked\":0,\"bytes_retrans\":0,\"last_data_sent_ms\":0,\"last_data_recv_ms\":0,"
                        + "\"out_rate\":80100000,\"in_rate\":950,\"recv_queue\":5,\"send_queue\":6,\"uid\":1000,"
                        + "\"inode\":4711,\"mark\":3,\"cgroup\":\"/user.slice\","
                        + "\"processes\":[{\"command\":\"curl\",\"pid\":1234,\"fd\":7},"
                        + "{\"command\":\"curl\",\"pid\":1235,\"fd\":7}],"
                        + "\"subflows\":[{\"local_address\":\"10.0.1.1\",\"local_port\":38568,"
                        + "\"remote_address\":\"10.0.1.2\",\"remote_port\":443,"
                        + String.format(subflow, 0, "Mme", true, false, "", 27, 1000, "")
                        + ",{\"local_address\":\"10.0.2.1\",\"local_port\":41233,"
                        + "\"remote_address\":\"10.0.1.2\",\"remote_port\":443,"
                        + String.format(
                                subflow,
                                1,
                                "Jjb",
                                false,
                                true,
                                "\"remote_token\":\"0x22\",\"dev\":\"wlan0\",",
                                12345,
                                2345678,
                                "\"out_rate\":80000000,\"in_rate\":0,")
                        + "]}]",
                Json.array(List.of(Recorded.multipath()), new ConnectionJson(Recorded::link)::write));
    }

    @Test
    void jsonHasNoKeyForWhatIsNotKnown() throws IOException {
        String json = Json.array(List.of(Recorded.untold()), new ConnectionJson(Recorded::link)::write);
        for (String key : List.of("role", "subflows", "bytes_sent", "mark", "cgroup", "out_rate")) {
            assertFalse(json.contains("\"" + key + "\":"), json);
        }
    }

    /** So that the token of an event is found among the connections. */
    @Test
    void jsonHasTokensAsThoseOfEvents() throws IOException {
        String json = Json.array(List.of(Recorded.fallback()), new ConnectionJson(Recorded::link)::write);
        assertTrue(json.startsWith("[{\"token\":\"0x1a\",\"role\":"), json);
    }

    @Test
    void filtersFitTheConnectionOrASubflow() throws IOException {
        fits("", true, true, true);
        fits("process curl", true, false, false);
        fits("process 1235", true, false, false);
        fits("process 1", false, false, true);
        fits("process cur", false, false, false);
        fits("port 443", true, false, false);
        fits("port 41233", true, false, false);
        fits("address 10.0.2.1", true, false, false);
        fits("address 10.0.0.0/8", true, false, false);
        fits("address 0.0.0.0/0", true, false, true);
        fits("address ::/0", false, true, false);
        fits("address 10.0.3.0/24", false, false, false);
        fits("po 22 a 192.0.2.0/30 pr sshd", false, false, true);
    }

    private static void fits(String words, boolean... expected) throws IOException {
        var wanted = ConnectionWords.of(words(words));
        List<Sample> samples = Recorded.samples();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], wanted.fit(samples.get(i)), words + " " + i);
        }
    }

    @Test
    void wrongWordsAreRefused() {
        for (String wrong : List.of(
                "nonsense",
                "0x123456789",
                "address",
                "address example.com",
                "address 10.0.0.0/33",
                "address 10.0.0.0/",
                "port 65536",
                "process")) {
            assertThrows(UsageException.class, () -> ConnectionWords.of(words(wrong)), wrong);
        }
        assertEquals(
                0x815068baL, ConnectionWords.of(words("0x815068ba")).token().getAsLong());
    }

    private static Words words(String text) {
        return Words.of(text.isEmpty() ? List.of() : List.of(text.split(" ")));
    }

    private static String text(ConnectionTable table, List<Sample> samples) {
        return String.join(
                "", table.lines(samples).stream().map(line -> line + "\n").toList());
    }
}
