package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import mptcp4j.cli.words.UsageException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private static final List<String> OBJECTS = List.of("endpoint", "limits", "lab", "demo", "help");

    @ParameterizedTest
    @CsvSource({
        "'endpoint show', endpoint show",
        "'e s', endpoint s",
        "'l s', limits s",
        "'la s', lab s",
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
        "'-h', --help",
        "'-V', --version",
        "'-jn red -hv', --help",
        "'help', help",
        "'h li', help limits",
        "'-j help dance', help -j dance",
        "'-unknown e', endpoint -unknown"
    })
    void optionsGoBehindTheObject(String given, String normalised) {
        assertEquals(normalised, String.join(" ", Arguments.normalised(OBJECTS, given.split(" "))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dance now        | argument \"dance\" is wrong: endpoint, limits, lab, demo or help is expected",
                "-n A foo         | argument \"foo\" is wrong: endpoint, limits, lab, demo or help is expected",
                "-n A             | command line is not complete: endpoint, limits, lab, demo or help is missing",
                "-j               | command line is not complete: endpoint, limits, lab, demo or help is missing",
                "-c=never -jn red | command line is not complete: endpoint, limits, lab, demo or help is missing",
                "-batch /dev/null | Unknown option: '-batch'",
                "-N A limits      | Unknown option: '-N'",
                "-unknown         | Unknown option: '-unknown'"
            })
    void withoutAnObjectNothingCanBeDone(String given, String complaint) {
        UsageException e = assertThrows(UsageException.class, () -> Arguments.normalised(OBJECTS, given.split(" ")));
        assertEquals(complaint, e.getMessage());
    }
}
