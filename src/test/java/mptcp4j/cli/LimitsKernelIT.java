package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.Test;

/** Beside {@code ip mptcp limits}, on the same namespace. */
class LimitsKernelIT extends CliInNetns {
    @Test
    void showsWhatIpShows() throws IOException {
        done(ip("mptcp", "limits", "set", "subflows", "5", "add_addr_accepted", "3"));
        String expected = "add_addr_accepted 3 subflows 5 \n";
        assertEquals(expected, done(ip("mptcp", "limits", "show")));
        assertEquals(expected, done(mptcp4j("limits", "show")));
        assertEquals(expected, done(mptcp4j("limits")));
        assertEquals(expected, done(mptcp4j("l", "sh")));
    }

    @Test
    void jsonIsJson() throws IOException {
        done(mptcp4j("limits", "set", "subflows", "5", "add_addr_accepted", "3"));
        assertEquals("[{\"add_addr_accepted\":3,\"subflows\":5}]\n", done(mptcp4j("-j", "limits")));
        assertEquals("[{\"add_addr_accepted\":3,\"subflows\":5}]\n", done(mptcp4j("limits", "show", "--json")));
        assertEquals(
                "[ {\n        \"add_addr_accepted\": 3,\n        \"subflows\": 5\n    } ]\n",
                done(mptcp4j("-json", "-p", "limits")));
    }

    @Test
    void aRefusalNamesTheCommandThatWasGiven() throws IOException {
        Requires.program("setpriv");
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"));
        command.addAll(OwnProcess.command("limits", "set"));
        Outcome outcome = run(netns, command);
        assertEquals(2, outcome.exitCode(), outcome::err);
        assertTrue(outcome.err().startsWith("mptcp4j: limits set: needs CAP_NET_ADMIN"), outcome::err);
    }

    @Test
    void setsOneOrBothOrNone() throws IOException {
        done(mptcp4j("limits", "set", "subflows", "5", "add_addr_accepted", "3"));
        done(mptcp4j("limits", "set", "subflow", "4"));
        assertEquals("add_addr_accepted 3 subflows 4 \n", done(ip("mptcp", "limits")));
        done(mptcp4j("limits", "set", "a", "0x2"));
        assertEquals("add_addr_accepted 2 subflows 4 \n", done(ip("mptcp", "limits")));
        done(mptcp4j("l", "s"));
        assertEquals("add_addr_accepted 2 subflows 4 \n", done(ip("mptcp", "limits")));
    }
}
