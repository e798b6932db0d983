package mptcp4j.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import mptcp4j.TcpInfo;
import mptcp4j.daemon.Conditions.State;
import mptcp4j.daemon.policy.Condition;
import mptcp4j.daemon.policy.Measured;

/**
 * What the kernel measured of a subflow, each 100 ms: a line each, with milliseconds, segments sent, of these sent again, of these got twice,
 * bytes acknowledged, segments on their way, retransmission timeout, round trip and the least one in microseconds, timeouts in a row,
 * probes, and milliseconds since an acknowledgement. The first line says how it was made.
 */
record Recording(String name, List<Duration> times, List<TcpInfo> measurements) {
    /** @param at when the condition became what it is */
    record Change(Duration at, Condition condition) {}

    static Recording read(String name) {
        List<Duration> times = new ArrayList<>();
        List<TcpInfo> measurements = new ArrayList<>();
        try (InputStream in = Recording.class.getResourceAsStream("/conditions/" + name + ".txt");
                var reader = new BufferedReader(
                        new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.US_ASCII))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] words = line.split(" ");
                times.add(Duration.ofMillis(Long.parseLong(words[0])));
                measurements.add(info(words));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Recording(name, times, measurements);
    }

    private static TcpInfo info(String[] words) {
        long[] it = new long[words.length];
        for (int i = 0; i < it.length; i++) {
            it[i] = Long.parseLong(words[i]);
        }
        return new Measured(it[7], it[8], it[6], 1, it[11], 0, it[5], 0, it[1], it[2], it[3], it[4], (int) it[9], (int)
                        it[10])
                .info();
    }

    /** Returns what became of it, from the first to the last. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        State state = Conditions.first(measurements.get(0), times.get(0));
        for (int i = 1; i < times.size(); i++) {
            State next = Conditions.next(state, measurements.get(i), times.get(i));
            if (next.condition() != state.condition()) {
                changes.add(new Change(times.get(i), next.condition()));
            }
            state = next;
        }
        return changes;
    }

    List<Condition> conditions() {
        return changes().stream().map(Change::condition).toList();
    }
}
