package mptcp4j.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

    /** What a policy has to say of a value is said of that value. */
    @Test
    void saysWhichAddressIsNone() {
        String text = """
                [policy.announce]
                addresses = [
                    "203.0.113.7",
                    "300.1.1.1",
                    "0.0.0.0"
                ]
                """;
        var thrown = assertThrows(
                ConfigurationException.class, () -> Configuration.parse("f", text, Configuration.installedPolicies()));
        assertEquals(
                List.of(
                        "4:5: addresses: not an address: '300.1.1.1', but ADDRESS, ADDRESS:PORT or [IPv6]:PORT, and ' at ' and another where it arrives",
                        "5:5: addresses: '0.0.0.0' is no address of one host"),
                thrown.mistakes().stream()
                        .map(mistake -> mistake.line() + ":" + mistake.column() + ": " + mistake.text())
                        .toList());
    }
}
