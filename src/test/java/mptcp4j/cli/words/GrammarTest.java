package mptcp4j.cli.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrammarTest {
    @Test
    void tellsWordsToBeSaidFromThoseThatStandForOthers() {
        assertEquals(
                new Grammar(List.of("dev", "id", "signal", "subflow", "add_addr_accepted"), List.of("dev", "id")),
                Grammar.of("ADDRESS [ dev NAME ] [ id ID ] [ FLAG-LIST ] [ dev NAME ]\n"
                        + "FLAG-LIST := [ signal | subflow | add_addr_accepted | NR ]"));
    }

    @Test
    void ofNothingIsNothing() {
        assertEquals(new Grammar(List.of(), List.of()), Grammar.of(""));
    }
}
