package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import mptcp4j.daemon.policy.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Conditions} of what a kernel has measured: each {@link Recording} says how it was made. */
class ConditionsRecordedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "clean",
                "small-queue",
                "small-queue-bbr",
                "smallest-queue-bbr",
                "slow-small-queue",
                "bloat",
                "blip",
                "random-tenth"
            })
    void ordinaryLossAndDelayAreFine(String name) {
        assertEquals(List.of(), Recording.read(name).changes());
    }

    @ParameterizedTest
    @CsvSource({"random, 1200", "random-bbr, 1200", "random-bursts, 1400", "random-five, 1400", "slow-random, 1400"})
    void lossAtRandomIsFoundInAboutASecondAndKept(String name, long withinMillis) {
        Recording recording = Recording.read(name);
        assertEquals(List.of(Condition.LOSSY), recording.conditions());
        Duration at = recording.changes().get(0).at();
        assertTrue(at.toMillis() <= withinMillis, at::toString);
    }

    /** The path is silent from 2 s to 5 s; after the second timeout there are 204 + 408 ms without a word, and what the queue held. */
    @ParameterizedTest
    @CsvSource({"blackhole, 3000, 6000", "blackhole-requests, 2800, 5400"})
    void silenceIsFoundAfterTheSecondTimeoutAndEndsWithTheFirstAnswer(String name, long fromMillis, long untilMillis) {
        Recording recording = Recording.read(name);
        assertEquals(List.of(Condition.SILENT, Condition.FINE), recording.conditions());
        List<Recording.Change> changes = recording.changes();
        assertTrue(changes.get(0).at().toMillis() <= fromMillis, changes::toString);
        assertTrue(changes.get(1).at().toMillis() <= untilMillis, changes::toString);
    }

    @Test
    void measuringMoreRarelyIsLaterAndNotWorse() {
        Recording all = Recording.read("random");
        assertEquals(List.of(Condition.LOSSY), every(all, 2).conditions());
        assertEquals(List.of(), every(Recording.read("clean"), 2).changes());
    }

    private static Recording every(Recording all, int step) {
        List<Integer> kept = IntStream.range(0, all.times().size())
                .filter(i -> i % step == 0)
                .boxed()
                .toList();
        return new Recording(
                all.name(),
                kept.stream().map(all.times()::get).toList(),
                kept.stream().map(all.measurements()::get).toList());
    }
}
