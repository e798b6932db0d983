package mptcp4j.docs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mptcp4j.daemon.config.Configuration;
import mptcp4j.daemon.config.ConfigurationException;
import mptcp4j.daemon.policy.PolicyFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/daemon.md says of the configuration is what the daemon takes. */
class DaemonPageTest {
    private static final Path PAGE = Path.of("docs/daemon.md");
    private static final Pattern EXAMPLE = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SECTION = Pattern.compile("\n### ([^\n]*)\n(.*?)(?=\n##)", Pattern.DOTALL);
    private static final Pattern KEYS = Pattern.compile("^\\| ((?:`[a-z_]+`(?:, )?)+) \\|", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");
    private static final Pattern SETTING = Pattern.compile("`([a-z]+)(?: = ([^`]+))?`");
    private static final Pattern KNOWN = Pattern.compile("known (?:here|in \\S+): (.*)");

    /** A table that holds nothing but a key that is unknown, by the headings of the page. */
    private static final Map<String, String> WRONG = Map.of(
            "At the top", "x = 1",
            "`[[interface]]`", "[[interface]]\nx = 1",
            "`[damping]`", "[damping]\nx = 1",
            "`[[rule]]` and `[default]`", "[[rule]]\nx = 1",
            "`[kernel]`", "[kernel]\nx = 1",
            "`[broker]`", "[broker]\nx = 1",
            "`[metrics]`", "[metrics]\nx = 1");

    static Stream<String> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(PAGE)).results().map(example -> example.group(1));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void takesEveryExample(String example) {
        assertDoesNotThrow(() -> parse(example));
    }

    @Test
    void namesEveryKey() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        SECTION.matcher(Files.readString(PAGE)).results().forEach(section -> {
            if (WRONG.containsKey(section.group(1))) {
                documented.put(section.group(1), keys(section.group(2)));
            }
        });
        Map<String, Set<String>> known = new TreeMap<>();
        WRONG.forEach((heading, text) -> known.put(heading, known(text)));
        known.get("At the top")
                .removeAll(Set.of("broker", "damping", "default", "interface", "kernel", "metrics", "policy", "rule"));
        assertEquals(known, documented);
    }

    private static Set<String> keys(String section) {
        Set<String> keys = new TreeSet<>();
        KEYS.matcher(section)
                .results()
                .forEach(row -> WORD.matcher(row.group(1)).results().forEach(key -> keys.add(key.group(1))));
        keys.removeIf(key -> key.startsWith("mptcp4j_"));
        return keys;
    }

    /** What the complaint about an unknown key lists. */
    private static Set<String> known(String text) {
        var wrong = assertThrows(ConfigurationException.class, () -> parse(text));
        Matcher known = KNOWN.matcher(String.valueOf(wrong.getMessage()));
        assertTrue(known.find(), wrong.getMessage());
        return new TreeSet<>(Set.of(known.group(1).split(", ")));
    }

    /** Each of the settings is taken with its default, and there are no others. */
    @Test
    void namesEveryPolicyWithItsSettings() throws IOException {
        String page = Files.readString(PAGE);
        for (PolicyFactory type : Configuration.installedPolicies()) {
            Matcher row = Pattern.compile("^\\| `" + type.name() + "` \\|[^|]*\\|(.*)\\|$", Pattern.MULTILINE)
                    .matcher(page);
            assertTrue(row.find(), type.name());
            String table = "[policy." + type.name() + "]\n";
            Set<String> settings = new TreeSet<>(Set.of("type"));
            var values = new StringBuilder();
            for (MatchResult setting : SETTING.matcher(row.group(1)).results().toList()) {
                settings.add(setting.group(1));
                values.append(setting.group(2) == null ? "" : setting.group(1) + " = " + setting.group(2) + "\n");
            }
            assertEquals(settings, known(table + "x = 1"), type.name());
            Configuration byDefault = Configuration.defaults(Configuration.installedPolicies());
            assertDoesNotThrow(
                    () -> assertEquals(
                            byDefault.policies().get(type.name()).policy(),
                            parse(table + values).policies().get(type.name()).policy()),
                    type.name());
        }
    }

    private static Configuration parse(String text) throws ConfigurationException {
        return Configuration.parse("example.toml", text, Configuration.installedPolicies());
    }
}
