package mptcp4j.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    @ParameterizedTest
    @CsvSource({"64kbit, 64000", "100mbit, 100000000", "10gbit, 10000000000", "1Gbit, 1000000000"})
    void readsWhatTcReads(String text, long bitsPerSecond) {
        assertEquals(new Rate(bitsPerSecond), Rate.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100", "mbit", "-1mbit", "1.5mbit", "100 mbit", "100mbps", "9999999999kbit", "0mbit"})
    void refusesWhatIsNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> Rate.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"64kbit", "100mbit", "2500mbit", "10gbit"})
    void isWrittenAsItIsRead(String text) {
        assertEquals(text, Rate.parse(text).toString());
    }

    @Test
    void isWrittenInFullWhereNoUnitFits() {
        assertEquals("8001 bit/s", new Rate(8001).toString());
    }

    @Test
    void hasAUnitForEachSize() {
        assertEquals(new Rate(64_000), Rate.kbit(64));
        assertEquals(new Rate(100_000_000), Rate.mbit(100));
        assertEquals(new Rate(10_000_000_000L), Rate.gbit(10));
    }

    @Test
    void refusesLessThanAByteInAMillisecond() {
        assertThrows(IllegalArgumentException.class, () -> new Rate(7999));
    }
}
