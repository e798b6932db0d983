package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import mptcp4j.linux.Netns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same words to {@code ip mptcp} in one namespace and to us in another: the same comes of them. */
class SideBySideKernelIT extends CliInNetns {
    private static final int RANDOM_COMMANDS = Integer.getInteger("mptcp4j.random.commands", 200);

    private Netns ours;

    @BeforeEach
    void openOurs() throws IOException {
        ours = Netns.create();
        ours.run(() ->
                new ProcessBuilder("ip", "link", "set", "lo", "up").start().waitFor());
    }

    @AfterEach
    void closeOurs() {
        if (ours != null) {
            ours.close();
        }
    }

    /** What the kernel takes and what it refuses, all in one namespace, one after the other. */
    @Test
    void theKernelIsToldTheSame() throws IOException {
        for (String words : List.of(
                "endpoint add 10.0.0.1 subflow backup dev lo",
                "endpoint add 10.0.0.1 subflow",
                "endpoint add subflow dev lo fullmesh id 9 10.0.0.2",
                "e a 10.0.0.3 i 0x10 d lo signal",
                "endpoint add id 9 10.0.0.4",
                "endpoint add 127.0.0.1 signal port 7000",
                "endpoint add 127.0.0.1 p 7001 signal backup",
                "endpoint add 10.9.9.9 port 7001 signal",
                "endpoint add 2001:db8::1 nobackup dev if12",
                "endpoint add 10.0.0.7 id 7 id 77 subflow 10.0.0.8",
                "endpoint change id 77 backup fullmesh",
                "endpoint change id 77 nofullmesh backup",
                "endpoint change 10.0.0.1 nobackup",
                "endpoint ch 127.0.0.1 port 7000 backup",
                "endpoint change 127.0.0.1 backup",
                "endpoint change id 9 10.0.0.8 fullmesh",
                "endpoint change id 16 fullmesh",
                "endpoint change id 99 backup",
                "endpoint change 10.0.0.99 backup",
                "endpoint change 10.0.0.1 port 0",
                "endpoint delete id 77",
                "endpoint del id 77",
                "endpoint delete id 0 10.0.0.1",
                "endpoint delete 10.0.0.1 id 0",
                "endpoint show id 77",
                "endpoint show id 9",
                "limits set subflows 8 add_addr_accepted 7",
                "limits set subflows 9999",
                "limits set add_addr_accepted 3 subflows 9999",
                "limits set a 1",
                "limits s s 4 s 3",
                "limits set",
                "limits",
                "endpoint flush",
                "endpoint fl")) {
            assertSame(words);
            assertEquals(ip("mptcp", "endpoint"), ours("endpoint"), words);
            assertEquals(ip("mptcp", "limits"), ours("limits"), words);
        }
    }

    /** Any words: what we do not find wrong, comes out as with {@code ip}, and nothing of it is a bug. */
    @Test
    void soItIsWithAnyWords() throws IOException {
        var random = new SplittableRandom(11);
        int taken = 0;
        for (int i = 0; i < RANDOM_COMMANDS; i++) {
            String words = random.nextInt(4) == 0 ? randomLimits(random) : randomEndpoint(random);
            Outcome outcome = ours(words.split(" "));
            assertFalse(outcome.err().contains("bug"), words + ": " + outcome);
            if (outcome.exitCode() != ExitCode.USAGE) {
                taken++;
                assertSame(words, ip(("mptcp " + words).split(" ")), outcome);
                assertEquals(ip("mptcp", "endpoint"), ours("endpoint"), words);
                assertEquals(ip("mptcp", "limits"), ours("limits"), words);
            }
        }
        assertTrue(taken > RANDOM_COMMANDS / 5, taken + " commands made sense");
    }

    private static String randomEndpoint(SplittableRandom random) {
        var words = new StringJoiner(" ");
        words.add(any(random, "endpoint", "e"));
        words.add(any(random, "add", "a", "add", "change", "c", "delete", "d", "show"));
        for (int i = random.nextInt(5); i > 0; i--) {
            String id = Integer.toString(random.nextInt(-1, 10));
            String address = any(random, "10.0.0.1", "10.0.0.2", "10.0.0.3", "127.0.0.1", "::1", "fd00::1");
            words.add(any(random, "id " + id, "i " + id, address, address, "dev lo", "d if9", "port 70", "p 71"));
            words.add(any(random, "signal", "subflow", "backup", "fullmesh", "nobackup", "nofullmesh", "id 3"));
        }
        return words.toString();
    }

    private static String randomLimits(SplittableRandom random) {
        var words = new StringJoiner(" ");
        words.add(any(random, "limits", "l")).add(any(random, "set", "s", "show", "sh"));
        for (int i = random.nextInt(3); i > 0; i--) {
            words.add(any(random, "subflows", "s", "add_addr_accepted", "add"));
            words.add(any(random, "0", "1", "0x3", "07", "8", "9", "70000", "-1", "x"));
        }
        return words.toString();
    }

    private static String any(SplittableRandom random, String... words) {
        return words[random.nextInt(words.length)];
    }

    /** What is refused before the kernel is asked, by {@code ip} and by us. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "endpoint add",
                "endpoint add subflow",
                "endpoint add 10.0.0.1 id",
                "endpoint add 10.0.0.1 id 256",
                "endpoint add 10.0.0.1 id x",
                "endpoint add 10.0.0.1 dev nonesuch",
                "endpoint add 10.0.0.1 dev 0123456789abcdef",
                "endpoint add 10.0.0.1 port 77",
                "endpoint add 10.0.0.1 signal port 65536",
                "endpoint add 10.0.0.1 signal fullmesh",
                "endpoint delete",
                "endpoint delete id 0",
                "endpoint delete id 1 10.0.0.1",
                "endpoint change id 1 signal",
                "endpoint change id 1 port 80 backup",
                "endpoint jump",
                "limits set subflows",
                "limits set subflows x",
                "limits set subflows 4294967296",
                "limits set endpoints 3",
                "limits jump",
                "jump"
            })
    void wrongWordsAreWrongForBoth(String words) throws IOException {
        assertEquals(255, ip(("mptcp " + words).split(" ")).exitCode());
        wrong(ours(words.split(" ")));
    }

    /** The differences that docs/cli.md lists: there {@code ip} ends with 1 or 2, or does something else than it was told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoint add host.example              | 1",
                "endpoint add 10.0.0.1 subflows         | 1",
                "endpoint add 10.0.1                    | 0",
                "endpoint add any                       | 2",
                "endpoint add 10.0.0.1 signal subflow port 80 | 2",
                "endpoint change backup                 | 2",
                "endpoint show 127.0.0.1                | 2",
                "endpoint flush id 3                    | 0",
                "limits show subflows 3                 | 0"
            })
    void wrongWordsThatIpTakes(String words, int exitCodeOfIp) throws IOException {
        assertEquals(exitCodeOfIp, ip(("mptcp " + words).split(" ")).exitCode());
        wrong(ours(words.split(" ")));
        assertEquals("", ours("endpoint").out());
    }

    private void assertSame(String words) throws IOException {
        assertSame(words, ip(("mptcp " + words).split(" ")), ours(words.split(" ")));
    }

    private static void assertSame(String words, Outcome theirs, Outcome ours) {
        assertEquals(theirs.exitCode(), ours.exitCode(), words + ": " + theirs + ", " + ours);
        assertEquals(theirs.out(), ours.out(), words);
        if (!theirs.err().isEmpty()) {
            assertTrue(ours.err().contains(kernelsWords(theirs)), words + ": " + theirs + ", " + ours);
        }
    }

    /** {@code ip} puts {@code Error:} before them and a full stop behind. */
    private static String kernelsWords(Outcome outcome) {
        return outcome.err().strip().replaceFirst("^Error: (.*)\\.$", "$1");
    }

    private static void wrong(Outcome outcome) {
        assertEquals(255, outcome.exitCode(), outcome::toString);
        assertEquals("", outcome.out());
        assertTrue(outcome.err().startsWith("mptcp4j: "), outcome::toString);
        assertTrue(outcome.err().contains("\nUsage: mptcp4j "), outcome::toString);
    }

    private Outcome ours(String... words) throws IOException {
        return mptcp4j(ours, words);
    }
}
