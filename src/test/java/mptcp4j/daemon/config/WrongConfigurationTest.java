package mptcp4j.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a configuration that is wrong: all of it, word for word. */
class WrongConfigurationTest {
    private static final String BETWEEN_FILES = "\n====\n";
    private static final String BEFORE_COMPLAINTS = "\n----\n";

    static Stream<Arguments> files() throws IOException {
        try (var in = WrongConfigurationTest.class.getResourceAsStream("/config/wrong.txt")) {
            assertNotNull(in);
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
            return Stream.of(all.split(BETWEEN_FILES))
                    .map(one -> Arguments.of((Object[]) one.split(BEFORE_COMPLAINTS)));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhereAndWhat(String text, String complaints) {
        var thrown =
                assertThrows(ConfigurationException.class, () -> Configuration.parse("f", text, InventedPolicies.ALL));
        assertEquals("f:" + complaints.replace("\n", "\nf:"), thrown.getMessage());
        assertEquals(
                complaints,
                String.join(
                        "\n",
                        thrown.mistakes().stream()
                                .map(mistake -> mistake.line() + ":" + mistake.column() + ": " + mistake.text())
                                .toList()));
    }
}
