package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private static final List<String> OBJECTS = List.of("endpoint", "limits", "lab", "demo");

    @ParameterizedTest
    @CsvSource({
        "'endpoint show', endpoint show",
        "'e s', endpoint s",
        "'l s', limits s",
        "'la s', lab s",
        "'dance now', dance now",
        "'-j -n red endpoint show', endpoint -j -n red show",
        "'-jn red e', endpoint -jn red",
        "'-json -pretty e', endpoint --json --pretty",
        "'-js -pre -ti -ts e', endpoint --json --pretty --timestamp --tshort",
        "'-netns red e', endpoint --netns red",
        "'-net red e', endpoint --netns red",
        "'--netns=red e', endpoint --netns=red",
        "'-netns=red e', endpoint --netns=red",
        "'-nred e', endpoint -nred",
        "'-color=always e', endpoint --color=always",
        "'-c e', endpoint -c",
        "'endpoint -json', endpoint -json",
        "'-help', --help",
        "'-h', -h",
        "'-n', -n",
        "'-n red', -n red",
        "'-unknown e', endpoint -unknown"
    })
    void optionsGoBehindTheObject(String given, String normalised) {
        assertEquals(normalised, String.join(" ", Arguments.normalised(OBJECTS, given.split(" "))));
    }
}
