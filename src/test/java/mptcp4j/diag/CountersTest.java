package mptcp4j.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.Test;

class CountersTest {
    private static final List<String> OTHERS =
            List.of("TcpExt: SyncookiesSent MPCapableSYNRX", "TcpExt: 1 2", "IpExt: InNoRoutes", "IpExt: 3");

    @Test
    void readsByName() throws IOException {
        Counters counters = counters("MPTcpExt: MPJoinSynRx MPCapableSYNRX Huge", "MPTcpExt: 7 0 18446744073709551615");
        Map<String, Long> expected = new LinkedHashMap<>();
        expected.put("MPJoinSynRx", 7L);
        expected.put("MPCapableSYNRX", 0L);
        expected.put("Huge", -1L);
        assertEquals(new Counters(expected), counters);
        assertEquals(
                List.copyOf(expected.keySet()), List.copyOf(counters.values().keySet()), "in the kernel's order");
        assertEquals(OptionalLong.of(7), counters.get("MPJoinSynRx"));
        assertEquals(OptionalLong.empty(), counters.get("SyncookiesSent"));
    }

    @Test
    void differenceIsByName() throws IOException {
        Counters before = counters("MPTcpExt: Gone A MPCurrEstab", "MPTcpExt: 1 10 5");
        Counters after = counters("MPTcpExt: MPCurrEstab New A", "MPTcpExt: 3 2 14");
        assertEquals(new Counters(Map.of("MPCurrEstab", -2L, "New", 2L, "A", 4L)), after.since(before));
    }

    @Test
    void kernelWithoutThemSaysWhatItTakes() {
        LinuxException e = assertThrows(LinuxException.class, () -> Counters.parse(OTHERS));
        assertEquals(Errno.EOPNOTSUPP, e.errno());
        assertEquals("no counters of MPTCP: needs Linux 5.7 or newer built with CONFIG_MPTCP", e.detail());
    }

    @Test
    void linesThatDoNotFitAreRefused() {
        for (String values : List.of("MPTcpExt: 1", "MPTcpExt: 1 2 3", "MPTcpExt: 1 x", "MPTcpExt: 1 -1")) {
            LinuxException e = assertThrows(LinuxException.class, () -> counters("MPTcpExt: A B", values));
            assertEquals(Errno.EPROTO, e.errno());
        }
    }

    private static Counters counters(String names, String values) throws IOException {
        return Counters.parse(
                Stream.concat(OTHERS.stream(), Stream.of(names, values)).toList());
    }
}
