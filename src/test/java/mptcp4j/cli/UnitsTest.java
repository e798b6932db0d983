package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mptcp4j.cli.Flow.Bytes;
import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void bytesAreInPowersOfTen() {
        assertEquals("0 B", Units.bytes(0));
        assertEquals("999 B", Units.bytes(999));
        assertEquals("1.0 kB", Units.bytes(1000));
        assertEquals("1.2 MB", Units.bytes(1_234_567));
        assertEquals("9.2 EB", Units.bytes(Long.MAX_VALUE));
    }

    @Test
    void ratesAreInBits() {
        assertEquals("80.1 Mbit/s", Units.rate(80_100_000));
    }

    @Test
    void roundTripsAreInMilliseconds() {
        assertEquals("0.027 ms", Units.millis(27));
        assertEquals("12.3 ms", Units.millis(12_345));
    }

    @Test
    void flowIsWhatPassedInBitsPerSecond() {
        assertEquals(new Flow(16_000, 80), Flow.between(new Bytes(100, 7), new Bytes(1100, 12), 500_000_000));
    }
}
