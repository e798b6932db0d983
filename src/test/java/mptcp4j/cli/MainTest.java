package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class MainTest {
    private final MemoryTerminal terminal = new MemoryTerminal();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demo --rate fast       | Invalid value for option '--rate': not a rate such as 100mbit: fast (a number and kbit, mbit or gbit)",
                "demo --rate 1mbit      | --rate is from 10mbit to 10gbit per path, not 1mbit",
                "demo --rate 11gbit     | --rate is from 10mbit to 10gbit per path, not 11gbit",
                "demo --paths two       | Invalid value for option '--paths': 'two' is not an int",
                "demo --paths 1         | --paths is from 2 to 8, not 1",
                "demo --paths 9         | --paths is from 2 to 8, not 9",
                "demo --seconds 0       | --seconds is from 1 to 60, not 0",
                "demo --seconds 61      | --seconds is from 1 to 60, not 61",
                "demo --seconds         | Missing required parameter for option '--seconds' (N)",
                "demo --report /none/r  | --report: cannot write a file /none/r",
                "demo --report /tmp     | --report: cannot write a file /tmp",
                "demo now               | Unmatched argument at index 1: 'now'",
                "demo --fast            | Unknown option: '--fast'",
                "limits --fast          | Unknown option: '--fast'",
                "endpoint --color=blue  | Invalid value for option '--color': always, auto or never is expected, not 'blue'",
                "limits -n              | Missing required parameter for option '--netns' (NETNS)",
                "help dance             | Unknown subcommand 'dance'."
            })
    void wrongWordsGiveTheUsageAndExitCode255(String words, String complaint) {
        assertEquals(255, terminal.run(words.split(" ")));
        assertEquals("mptcp4j: " + complaint, terminal.err().lines().findFirst().orElse(""));
        assertTrue(terminal.err().contains("Usage: mptcp4j "), terminal.err());
        assertFalse(terminal.err().contains("Examples:"), terminal.err());
        assertFalse(terminal.err().contains("\tat "), terminal.err());
        assertEquals("", terminal.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limits set x 3 | limits set [ subflows NR ] [ add_addr_accepted NR ] | argument \"x\" is wrong: subflows or add_addr_accepted is expected",
                "limits show x  | limits show | argument \"x\" is wrong: nothing more is expected",
                "e sh x         | endpoint show [ id ID ] | argument \"x\" is wrong: id is expected",
                "e fl 1         | endpoint flush | argument \"1\" is wrong: nothing more is expected",
                "-n nonesuch e  | endpoint show [ id ID ] | cannot open network namespace \"nonesuch\": no such file or directory",
                "e a 10.0.0.1 signal fullmesh | endpoint add ADDRESS [ dev NAME ] [ id ID ] [ port NR ] [ FLAG-LIST ] | argument \"fullmesh\" is wrong: flags mustn't have both signal and fullmesh",
                "e del id 3 10.0.0.9 | endpoint delete id ID [ ADDRESS ] | argument \"10.0.0.9\" is wrong: an address is for id 0 alone",
                "e -n /etc/passwd | endpoint show [ id ID ] | cannot open network namespace \"/etc/passwd\": it is no network namespace",
                "e -n /none/x   | endpoint show [ id ID ] | cannot open network namespace \"/none/x\": no such file or directory",
            })
    void aWrongWordGivesTheUsageOfItsAction(String words, String usage, String complaint) {
        assertEquals(255, terminal.run(words.split(" ")));
        assertEquals(
                List.of("mptcp4j: " + complaint, "Usage: mptcp4j " + usage),
                terminal.err().lines().limit(2).toList());
        assertEquals("", terminal.out());
    }

    @Test
    void aWrongActionGivesTheUsageOfAll() {
        assertEquals(255, terminal.run("limits", "jump"));
        assertEquals(
                List.of(
                        "mptcp4j: argument \"jump\" is wrong: set or show is expected",
                        "Usage: mptcp4j limits set [ subflows NR ] [ add_addr_accepted NR ]",
                        "       mptcp4j limits show"),
                terminal.err().lines().toList());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfEveryCommandHasExamples(String command) {
        assertEquals(0, terminal.run(command, "--help"));
        assertTrue(terminal.out().startsWith("Usage: mptcp4j " + command), terminal.out());
        assertTrue(terminal.out().contains("Examples:\n  "), terminal.out());
        assertEquals("", terminal.err());
    }

    /** The first paragraph of a command's own help is all that the help of all shows of it. */
    @Test
    void everyCommandIsSummedUpInAWholeSentence() {
        assertEquals(0, terminal.run("--help"));
        String commands = terminal.out().replaceAll("(?s).*\nCommands:\n|\n\n.*", "");
        List<String> summaries = List.of(commands.replaceAll("\n {4,}", " ").split("\n"));
        assertTrue(summaries.size() > 10, commands);
        for (String summary : summaries) {
            assertTrue(summary.endsWith("."), summary);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void noExampleIsWiderThanAScreen(String command) {
        assertEquals(0, terminal.run(command, "--help"));
        String examples = terminal.out().split("Examples:\n", 2)[1];
        assertEquals(
                List.of(), examples.lines().filter(line -> line.length() > 80).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint help, mptcp4j endpoint add ADDRESS ",
        "lim h, mptcp4j limits set ",
        "connection help, mptcp4j connection ",
        "-n nonesuch counters help, mptcp4j counters ",
        "help lim, mptcp4j limits set "
    })
    void theWordHelpPrintsTheUsage(String words, String usage) {
        assertEquals(0, terminal.run(words.split(" ")), terminal.err());
        assertTrue(terminal.out().startsWith("Usage: " + usage), terminal.out());
        assertEquals("", terminal.err());
    }

    private static Stream<String> commands() {
        return Main.commands(new MemoryTerminal().terminal()).names().stream().filter(name -> !name.equals("help"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-j              | command line is not complete: endpoint, limits, ",
                "-n A foo        | argument \"foo\" is wrong: endpoint, limits, ",
                "dmo             | argument \"dmo\" is wrong: endpoint, limits, ",
                "-batch /dev/nil | Unknown option: '-batch'"
            })
    void withoutAnObjectThereIsTheUsageOfMptcp4j(String words, String complaint) {
        assertEquals(255, terminal.run(words.split(" ")));
        List<String> lines = terminal.err().lines().toList();
        assertEquals(2, lines.size(), terminal.err());
        assertTrue(lines.get(0).startsWith("mptcp4j: " + complaint), terminal.err());
        assertEquals("Usage: mptcp4j [ OPTIONS ] OBJECT { ACTION | help }", lines.get(1));
        assertEquals("", terminal.out());
    }

    @Test
    void nothingIsNoCommand() {
        assertEquals(255, terminal.run());
        assertTrue(terminal.err().startsWith("mptcp4j: command line is not complete: "), terminal.err());
    }

    @Test
    void ofRepeatedOptionsTheLastCountsWithoutAWord() {
        PrintStream before = System.err;
        var logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            assertEquals(255, terminal.run("-j", "limits", "show", "-j", "-n", "nonesuch", "-n", "/none/x"));
        } finally {
            System.setErr(before);
        }
        assertTrue(terminal.err().startsWith("mptcp4j: cannot open network namespace \"/none/x\": "), terminal.err());
        assertEquals("", logged.toString(StandardCharsets.UTF_8));
    }

    @Test
    void helpGoesToStandardOutput() {
        assertEquals(0, terminal.run("demo", "--help"));
        String help = terminal.out();
        for (String word : List.of("--rate=RATE", "--paths=N", "--seconds=N", "--report=FILE", "--json", "Examples:")) {
            assertTrue(help.contains(word), word);
        }
        assertEquals("", terminal.err());
    }

    @Test
    void tellsItsVersion() {
        assertEquals(0, terminal.run("--version"));
        assertTrue(terminal.out().startsWith("mptcp4j "), terminal.out());
        assertEquals(0, terminal.run("demo", "-V"));
    }

    @Test
    void aRefusalOfTheKernelIs2() {
        assertEquals(2, failingWith(new LinuxException("endpoint add", Errno.EEXIST, "too many addresses")));
        assertEquals("mptcp4j: endpoint add: too many addresses (EEXIST)" + System.lineSeparator(), terminal.err());
    }

    @ParameterizedTest
    @ValueSource(ints = {38, 71, 74})
    void noWayToAskTheKernelAndNoSenseInItsAnswerAre1(int errno) {
        assertEquals(1, failingWith(new LinuxException("netlink", new Errno(errno), "cut short")));
    }

    @Test
    void whatGoesWrongOnTheWayIs1() {
        assertEquals(1, failingWith(new IOException("no answer in 5 s")));
        assertEquals("mptcp4j: no answer in 5 s" + System.lineSeparator(), terminal.err());
    }

    @Test
    void aFileIsNamedWithWhatIsWrongWithIt() {
        assertEquals(1, failingWith(new AccessDeniedException("/proc/x")));
        assertEquals("mptcp4j: java.nio.file.AccessDeniedException: /proc/x" + System.lineSeparator(), terminal.err());
    }

    @Test
    void whatWrapsAFailureIsTakenOff() {
        assertEquals(2, failingWith(new UncheckedIOException(new LinuxException("socket", Errno.EPERM, "no"))));
        assertEquals("mptcp4j: socket: no (EPERM)" + System.lineSeparator(), terminal.err());
    }

    @Test
    void noWayToCallTheCLibraryIsNoBug() {
        var failure = new ExceptionInInitializerError(new UnsatisfiedLinkError("no way to call the C library"));
        assertEquals(1, failingWith(failure));
        assertEquals("mptcp4j: no way to call the C library" + System.lineSeparator(), terminal.err());
    }

    @Test
    void aBugSaysThatItIsOne() {
        assertEquals(1, failingWith(new IllegalStateException("unexpected")));
        assertEquals(
                List.of(
                        "mptcp4j: java.lang.IllegalStateException: unexpected",
                        "mptcp4j: this is a bug in mptcp4j: please report it with what the same command says with --debug"),
                terminal.err().lines().toList());
    }

    @Test
    void debugShowsTheStackTrace() {
        assertEquals(1, terminal.runCommand(new Failing(new IOException("no")), "fail", "--debug"));
        assertTrue(terminal.err().contains("\tat " + MainTest.class.getName()), terminal.err());
    }

    private int failingWith(Throwable failure) {
        return terminal.runCommand(new Failing(failure), "fail");
    }

    @Command(name = "fail")
    private static final class Failing implements Callable<Integer> {
        private final Throwable failure;

        Failing(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        }
    }
}
