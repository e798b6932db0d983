package mptcp4j.cli.demo;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Patience patience = new Patience(Duration.ofSeconds(30));

    @Test
    void aSlowStreamMayTakeAsLongAsItTakes() {
        for (int minute = 1; minute <= 100; minute++) {
            Duration now = Duration.ofMinutes(minute).dividedBy(2);
            long bytes = minute;
            assertDoesNotThrow(() -> patience.check(now, bytes));
        }
    }

    @Test
    void aStreamThatStandsStillIsGivenUp() throws IOException {
        patience.check(Duration.ofSeconds(50), 7);
        patience.check(Duration.ofSeconds(80), 7);
        var failure = assertThrows(IOException.class, () -> patience.check(Duration.ofSeconds(81), 7));
        assertEquals("the stream stood still: the receiver has 7 bytes and got none for 31 s", failure.getMessage());
    }

    @Test
    void aStreamThatNeverBeginsIsGivenUpToo() throws IOException {
        patience.check(Duration.ofSeconds(30), 0);
        assertThrows(IOException.class, () -> patience.check(Duration.ofSeconds(31), 0));
    }
}
