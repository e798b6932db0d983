package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaintTest {
    @ParameterizedTest
    @CsvSource({
        "15;0, true",
        "15;default;6, true",
        "0;8, true",
        "15;7, false",
        "0;15, false",
        "0;default, false",
        "15;, false",
        "15, true",
        "'', true"
    })
    void theLastNumberTellsWhatIsBehind(String screen, boolean dark) {
        assertEquals(new Paint(true, dark), Paint.coloured(Map.of("COLORFGBG", screen)));
    }

    @Test
    void aScreenThatSaysNothingIsDark() {
        assertEquals(new Paint(true, true), Paint.coloured(Map.of()));
    }

    @Test
    void withoutColoursTheTextIsAsItWas() {
        assertEquals("lo ", Paint.NONE.on(Paint.Role.INTERFACE, "lo "));
    }
}
