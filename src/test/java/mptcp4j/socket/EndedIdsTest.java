package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EndedIdsTest {
    private static final long LAST = 0xffff_ffffL;

    private final EndedIds ended = new EndedIds();

    private List<Long> among(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .filter(ended::contains)
                .boxed()
                .toList();
    }

    @Test
    void rangesThatTouchBecomeOne() {
        ended.add(3, 3);
        ended.add(5, 6);
        assertEquals(List.of(3L, 5L, 6L), among(0, 9));
        assertEquals(2, ended.size());
        ended.add(4, 4);
        assertEquals(List.of(3L, 4L, 5L, 6L), among(0, 9));
        assertEquals(1, ended.size());
        ended.add(7, 6);
        assertEquals(List.of(3L, 4L, 5L, 6L), among(0, 9));
    }

    @Test
    void idsGoToTheEndOf32Bits() {
        long big = 1L << 31;
        ended.add(big, big);
        ended.add(LAST, LAST);
        assertEquals(List.of(big), among(big - 1, big + 1));
        assertEquals(List.of(LAST), among(LAST - 1, LAST));
    }

    @Test
    void asASetWould() {
        var random = new Random(7);
        var expected = new TreeSet<Long>();
        for (int i = 0; i < 200; i++) {
            long first = random.nextInt(300);
            long last = first + random.nextInt(4) - 1;
            ended.add(first, last);
            LongStream.rangeClosed(first, last).forEach(expected::add);
            assertEquals(List.copyOf(expected), among(0, 310));
        }
    }
}
