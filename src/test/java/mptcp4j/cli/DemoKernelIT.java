package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mptcp4j.linux.Backends;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo, as short as it may be. What it measures in a second is no measurement: the bounds are wide. */
class DemoKernelIT {
    /** Something else may keep the machine busy for a second, which costs throughput, but not in each run. */
    private static final int MOST_RUNS = 3;

    private static final List<String> FAILURES = List.of("blackhole", "link-down", "backup");

    @TempDir
    private Path directory;

    @BeforeEach
    void needsMptcp() {
        Requires.mptcp();
    }

    @Test
    void printsWhatItMeasuredAndLeavesNothingButTheReport() throws IOException {
        List<String> before = namespaces();
        Path report = directory.resolve("report.html");
        Map<String, String> json = run(report);
        for (int runs = 1; runs < MOST_RUNS && !ratesOutside(json).isEmpty(); runs++) {
            json = run(report);
        }
        assertEquals("", ratesOutside(json));
        assertTrue(Files.readString(report).contains("Chart.js v"));
        assertEquals(before, namespaces());
    }

    private static Map<String, String> run(Path report) throws IOException {
        var terminal = new MemoryTerminal();
        int exitCode = terminal.run("demo", "-j", "--seconds", "1", "--report", report.toString());
        assertEquals("", terminal.err());
        assertEquals(0, exitCode);
        Map<String, String> json = flat(terminal.out());
        assertEquals(report.toString(), json.get("/report"));
        assertEquals(Backends.name(), json.get("/environment/backend"));
        for (int i = 0; i < FAILURES.size(); i++) {
            assertEquals(FAILURES.get(i), json.get("/failover/" + i + "/failure"));
            assertEquals("true", json.get("/failover/" + i + "/intact"));
            assertEquals("", outside(1, 5_000, json, "/failover/" + i + "/gap_ms"));
            assertEquals("", outside(1_000_000, 40_000_000, json, "/failover/" + i + "/bytes"));
        }
        return json;
    }

    private static String ratesOutside(Map<String, String> json) {
        return outside(70, 100, json, "/aggregation/tcp_mbps")
                + outside(110, 215, json, "/aggregation/mptcp_mbps")
                + outside(1.2, 2.5, json, "/aggregation/ratio")
                + outside(40, 105, json, "/aggregation/paths/0/mbps")
                + outside(40, 105, json, "/aggregation/paths/1/mbps");
    }

    /** Returns nothing, or which value it is that is not between the two. */
    private static String outside(double least, double most, Map<String, String> json, String name) {
        double value = Double.parseDouble(json.getOrDefault(name, "NaN"));
        return value >= least && value <= most ? "" : name + " is " + value + ", in " + json + "\n";
    }

    /** The namespaces that this process holds open. */
    private static List<String> namespaces() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(DemoKernelIT::target)
                    .filter(target -> target.startsWith("net:"))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    /** Every value by its path in the object: {@code /failover/0/gap_ms}. */
    private static Map<String, String> flat(String json) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    values.put(parser.getParsingContext().pathAsPointer().toString(), parser.getText());
                }
            }
        }
        return values;
    }
}
