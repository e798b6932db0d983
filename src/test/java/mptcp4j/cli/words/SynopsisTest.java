package mptcp4j.cli.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SynopsisTest {
    @Test
    void whatFitsIsOneLine() {
        assertEquals(List.of("limits set [ subflows NR ]"), Synopsis.wrapped("limits set [ subflows NR ]", 26));
    }

    @Test
    void whatDoesNotFitGoesOnBelowAndBracketsStayWhole() {
        assertEquals(
                List.of("limits set", "        [ subflows NR ]", "        now and then"),
                Synopsis.wrapped("limits set [ subflows NR ] now and then", 25));
    }

    @Test
    void bracketsKeepWhatRepeatsThemAndBracketsWithin() {
        assertEquals(List.of("a [ b ]...", "        [ -w [ c ] ]"), Synopsis.wrapped("a [ b ]... [ -w [ c ] ]", 22));
    }

    @Test
    void aPartThatIsTooLongIsALine() {
        assertEquals(List.of("a", "        [ b c d e f ]"), Synopsis.wrapped("a [ b c d e f ]", 5));
    }
}
