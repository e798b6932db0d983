package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sysctl}, with {@code sysctl(8)} as the witness. */
class SysctlKernelIT extends CliInNetns {
    @Test
    void showsWhatTheProgramSysctlShows() throws IOException {
        Requires.program("sysctl");
        String all = done(mptcp4j("sysctl"));
        assertEquals(lines(done(run(netns, List.of("sysctl", "net.mptcp")))), lines(all));
        assertEquals(all, done(mptcp4j("sysctl", "show")));
        String one = done(run(netns, List.of("sysctl", "net.mptcp.add_addr_timeout")));
        assertEquals(one, done(mptcp4j("sysctl", "add_addr_timeout")));
        assertEquals(one, done(mptcp4j("sysctl", "sh", "net.mptcp.add_addr_timeout")));
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).sorted().toList();
    }

    @Test
    void setsOne() throws IOException {
        done(mptcp4j("sysctl", "set", "net.mptcp.add_addr_timeout", "77"));
        assertEquals("net.mptcp.add_addr_timeout = 77\n", done(mptcp4j("sysctl", "add_addr_timeout")));
        done(mptcp4j("sysctl", "set", "add_addr_timeout", "78"));
        assertEquals(
                "[{\"name\":\"add_addr_timeout\",\"value\":\"78\"}]\n",
                done(mptcp4j("sysctl", "-j", "add_addr_timeout")));
        assertTrue(done(mptcp4j("-j", "sysctl")).contains("{\"name\":\"enabled\",\"value\":\"1\"}"));
    }

    @Test
    void whatTheKernelRefusesEndsWith2() throws IOException {
        Requires.that(Kernel.running().has(new Kernel(6, 10)), "needs Linux 6.10, which lists schedulers");
        refused("sysctl net.mptcp.none: this kernel has no such parameter (ENOENT)", "none");
        refused("sysctl net.mptcp.../x: this kernel has no such parameter (ENOENT)", "../x");
        refused("sysctl net.mptcp.none=1: this kernel has no such parameter (ENOENT)", "set", "none", "1");
        refused("sysctl net.mptcp.pm_type=7: invalid argument (EINVAL)", "set", "pm_type", "7");
        refused(
                "sysctl net.mptcp.available_schedulers=x: it can only be read (EACCES)",
                "set",
                "available_schedulers",
                "x");
        refused(
                "sysctl net.mptcp.scheduler=none: there is none of that name: there is default (ENOENT)",
                "set",
                "scheduler",
                "none");
    }

    private void refused(String words, String... arguments) throws IOException {
        String[] all = new String[arguments.length + 1];
        all[0] = "sysctl";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertEquals(new Outcome(2, "", "mptcp4j: " + words + "\n"), mptcp4j(all));
    }

    /** As a variable of a script that was never set. The kernel would take an empty value, and leave all as it is. */
    @Test
    void emptyWordsAreWrong() throws IOException {
        for (String[] words : new String[][] {
            {"sysctl", "set", "enabled", ""}, {"sysctl", "set", "enabled", " "}, {"sysctl", ""}, {"sysctl", "show", ""}
        }) {
            Outcome outcome = mptcp4j(words);
            assertEquals(255, outcome.exitCode(), outcome::out);
            assertEquals("", outcome.out());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sysctl set            | command line is not complete: NAME is missing after set",
                "sysctl set enabled    | command line is not complete: VALUE is missing after enabled",
                "sysctl set enabled 1 2 | argument \"2\" is wrong: nothing more is expected",
                "sysctl enabled 1      | argument \"1\" is wrong: nothing more is expected",
                "sysctl net.mptcp.     | argument \"net.mptcp.\" is wrong: NAME is expected",
                "sysctl show enabled 1 | argument \"1\" is wrong: nothing more is expected"
            })
    void wrongWordsEndWithTheUsageAnd255(String words, String complaint) throws IOException {
        Outcome outcome = mptcp4j(words.split(" "));
        assertEquals(255, outcome.exitCode(), outcome::err);
        assertEquals("", outcome.out());
        assertTrue(outcome.err().startsWith("mptcp4j: " + complaint), outcome::err);
        assertTrue(outcome.err().contains("Usage: mptcp4j sysctl"), outcome::err);
    }
}
