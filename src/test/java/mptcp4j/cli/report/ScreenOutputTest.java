package mptcp4j.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import mptcp4j.cli.demo.DemoSettings;
import mptcp4j.cli.demo.Moment;
import mptcp4j.cli.demo.Progress;
import mptcp4j.cli.demo.Recorded;
import mptcp4j.cli.demo.Throughput;
import mptcp4j.lab.Rate;
import org.junit.jupiter.api.Test;

class ScreenOutputTest {
    private static final DemoSettings SETTINGS = new DemoSettings(Rate.mbit(100), 2, Duration.ofSeconds(8));
    private static final Screen PLAIN = new Screen(true, false, false, 60, 24);

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(memory, true, StandardCharsets.UTF_8);

    @Test
    void aBarIsExactToAnEighthOfAColumn() {
        assertEquals("████", Bar.of(1, 4, true));
        assertEquals("██  ", Bar.of(0.5, 4, true));
        assertEquals("▏   ", Bar.of(1 / 32.0, 4, true));
        assertEquals("███▉", Bar.of(31 / 32.0, 4, true));
        assertEquals("    ", Bar.of(0, 4, true));
        assertEquals("####", Bar.of(7, 4, false));
        assertEquals("##..", Bar.of(0.5, 4, false));
        assertEquals("....", Bar.of(-1, 4, false));
    }

    @Test
    void aFrameShowsAPathALineAndTheProgram() {
        var frame = new Frame(PLAIN, SETTINGS, throughput(2_000, 190, 95, 47.5));
        assertEquals(
                List.of(
                        "     path 0  ####################.    95.0 of 100 Mbit/s",
                        "     path 1  ##########...........    47.5 of 100 Mbit/s",
                        "     program ####################.   190.0 of 200 Mbit/s"),
                frame.bars());
        assertEquals("     2.0 s of 8 s, the demo ends in 14 s", frame.clock(Duration.ofSeconds(8), 1, ""));
        assertEquals(
                "     2.0 s of 8 s, the demo ends in 6 s   2.0 s: path 0 fai",
                frame.clock(Duration.ofSeconds(8), 0, "2.0 s: path 0 fails"));
        assertEquals(
                "     9.0 s of 8 s, the demo ends in 0 s",
                new Frame(PLAIN, SETTINGS, throughput(9_000, 0, 0, 0)).clock(Duration.ofSeconds(8), 0, ""));
    }

    @Test
    void aPathKeepsItsColour() {
        var frame = new Frame(new Screen(true, true, true, 60, 24), SETTINGS, throughput(2_000, 100, 100, 0));
        assertEquals(
                "     path 0  \u001b[34m█████████████████████\u001b[0m   100.0 of 100 Mbit/s",
                frame.bars().get(0));
    }

    @Test
    void theLiveViewDrawsInPlace() {
        show(new LiveView(out, PLAIN, SETTINGS));
        assertEquals("""
                mptcp4j demo: 2 paths of 100mbit, 8 s per transfer

                1/5  Path 0 goes silent
                <up 1>1/5  Path 0 goes silent
                     path 0  ####################.    95.0 of 100 Mbit/s
                     path 1  ####################.    95.0 of 100 Mbit/s
                     program ####################.   190.0 of 200 Mbit/s
                     1.0 s of 8 s, the demo ends in 41 s
                <up 5>1/5  Path 0 goes silent
                     path 0  .....................     0.0 of 100 Mbit/s
                     path 1  ####################.    95.0 of 100 Mbit/s
                     program ##########...........    95.0 of 200 Mbit/s
                     2.1 s of 8 s, the demo ends in 40 s   2.0 s: path 0 fa
                <up 5>1/5  Path 0 goes silent
                     longest gap 214 ms
                2/5  next
                """, memory.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[(\\d)A\r\u001b\\[J", "<up $1>"));
    }

    @Test
    void thePlainViewWritesALineASecond() {
        show(new PlainView(out, SETTINGS));
        assertEquals("""
                mptcp4j demo: 2 paths of 100mbit, 8 s per transfer

                Path 0 goes silent
                    1.0 s    190.0 Mbit/s, by path:    95.0    95.0
                    2.0 s  path 0 fails
                    2.1 s     95.0 Mbit/s, by path:     0.0    95.0
                  longest gap 214 ms

                next
                """, memory.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aLineOfThePlainViewIsTheMeanSinceTheLastOne() {
        var view = new PlainView(out, SETTINGS);
        view.begin("Path 0 goes silent");
        view.flow(throughput(900, 100, 100, 0), Duration.ofSeconds(8));
        view.flow(throughput(1_000, 200, 100, 100), Duration.ofSeconds(8));
        view.flow(throughput(1_500, 0, 0, 0), Duration.ofSeconds(8));
        view.flow(throughput(2_000, 10, 10, 0), Duration.ofSeconds(8));
        view.begin("next");
        view.flow(throughput(1_000, 7, 7), Duration.ofSeconds(8));
        assertEquals("""
                mptcp4j demo: 2 paths of 100mbit, 8 s per transfer

                Path 0 goes silent
                    1.0 s    110.0 Mbit/s, by path:   100.0    10.0
                    2.0 s      5.0 Mbit/s, by path:     5.0     0.0

                next
                    1.0 s      7.0 Mbit/s, by path:     7.0
                """, memory.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theResultsAreTables() {
        assertEquals(
                """

                  Mbit/s                              path 0   path 1  program
                  plain TCP over path 0                 96.0              96.0
                  MPTCP over all paths                  94.4     92.8    187.2   1.95 times

                  Path 0 out from 1.0 s to 2.0 s         gap  resumed     used  checked
                  Path 0 goes silent                  214 ms   314 ms   +0.6 s    72 MB
                  Path 0's link goes down             214 ms   314 ms   +0.6 s    72 MB
                  Path 0 goes silent, with a backup   214 ms   314 ms   +0.6 s    72 MB

                  ok   1.950           MPTCP at least 1.90 times plain TCP
                  ok   93.6 %          at least 93 % of the paths' rates
                  ok   214 ms, intact  Path 0 goes silent: gap at most 400 ms
                  ok   214 ms, intact  Path 0's link goes down: gap at most 400 ms
                  ok   214 ms, intact  Path 0 goes silent, with a backup: gap at most 1000 ms

                Throughput: what the receiving program got in the last 60 % of the time in which
                the sender sent. Gap: the longest time between two of its reads, from the
                failure on. Resumed: how long after the failure it got half of one path again,
                for 200 ms. Used: how long after its return path 0 brought data again.
                Report: /tmp/r.html
                """,
                String.join("\n", new TextReport(Recorded.result(), Screen.none()).lines(Path.of("/tmp/r.html")))
                        + "\n");
    }

    private static void show(Progress view) {
        view.begin("Path 0 goes silent");
        view.flow(throughput(1_000, 190, 95, 95), Duration.ofSeconds(8));
        view.moment(new Moment(Duration.ofSeconds(2), "path 0 fails"));
        view.flow(throughput(2_100, 95, 0, 95), Duration.ofSeconds(8));
        view.end("longest gap 214 ms");
        view.begin("next");
    }

    private static Throughput throughput(long untilMillis, double received, double... paths) {
        return new Throughput(
                Duration.ofMillis(untilMillis),
                received,
                DoubleStream.of(paths).boxed().toList());
    }
}
