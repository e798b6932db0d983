package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import mptcp4j.cli.report.Screen;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Screen SMALL = new Screen(true, true, true, 5, 4);

    @Test
    void whatFitsIsWhole() {
        assertEquals(List.of("12345", "2", "3"), Page.of(List.of("12345", "2", "3"), SMALL));
    }

    @Test
    void whatDoesNotFitIsCounted() {
        assertEquals(List.of("1", "2", "... 3"), Page.of(List.of("1", "2", "3", "4", "5"), SMALL));
        var wider = new Screen(true, true, true, 10, 4);
        assertEquals(List.of("1", "2", "... 2 more"), Page.of(List.of("1", "2", "3", "4"), wider));
    }

    @Test
    void linesAreCutAndTheirColoursEnded() {
        assertEquals(
                List.of("12345", "a\u001b[1;35mbcde\u001b[0m"),
                Page.of(List.of("123456", "a\u001b[1;35mbcdef\u001b[0mg"), SMALL));
    }

    @Test
    void aTerminalIsDrawnFromItsTopAndDoesNotScroll() {
        assertEquals(
                "\u001b[Htime\u001b[K\n1\u001b[K\n... 2\u001b[K\n\u001b[J",
                ConnectionPrinter.inPlace("time", List.of("1", "2", "3"), SMALL));
    }
}
