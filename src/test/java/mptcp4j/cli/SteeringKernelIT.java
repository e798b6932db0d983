package mptcp4j.cli;

import static mptcp4j.pm.Steered.FIRST;
import static mptcp4j.pm.Steered.SECOND;
import static mptcp4j.pm.Steered.THIRD;
import static mptcp4j.pm.Steered.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import mptcp4j.pm.Steered;
import mptcp4j.pm.Steered.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code subflow} and {@code address}, on a connection in the test's namespace. */
class SteeringKernelIT extends CliInNetns {
    private Steered steered;
    private Connected connected;
    private String token;

    @BeforeEach
    void connect() throws IOException {
        steered = Steered.in(netns);
        connected = steered.connect();
        token = "0x%08x".formatted(connected.token());
    }

    @AfterEach
    void closeConnection() throws IOException {
        if (steered != null) {
            steered.close();
        }
    }

    @Test
    void createsASubflowToThePortOfTheConnectionAndDestroysIt() throws IOException {
        done(words("subflow create TOKEN local 127.0.0.2 remote 127.0.0.1"));
        await(List.of(FIRST, SECOND), connected::sources);
        assertEquals("127.0.0.2 id 1 subflow \n", done(words("address show TOKEN")));
        String ports = "port " + connected.local(SECOND).getPort() + " remote 127.0.0.1 port " + connected.port;
        done(words("subflow destroy TOKEN local 127.0.0.2 " + ports));
        await(List.of(FIRST), connected::sources);
        assertEquals("", done(words("address show TOKEN")));
        assertEquals(
                new Outcome(
                        2,
                        "",
                        "mptcp4j: subflow destroy " + token + " local 127.0.0.2 " + ports
                                + ": subflow not found (ESRCH)\n"),
                words("subflow destroy TOKEN local 127.0.0.2 " + ports));
    }

    @Test
    void createsOneAsItIsTold() throws IOException {
        done(words(
                "subflow create TOKEN local 127.0.0.2 port 5005 id 7 dev lo backup remote 127.0.0.1 port PORT id 0"));
        await(List.of(FIRST, SECOND), connected::sources);
        assertEquals(5005, connected.local(SECOND).getPort());
        assertEquals("127.0.0.2 port 5005 id 7 subflow backup dev lo \n", done(words("address show TOKEN")));
        assertEquals(
                "[{\"address\":\"127.0.0.2\",\"port\":5005,\"id\":7,\"subflow\":true,\"backup\":true,\"dev\":\"lo\"}]\n",
                done(words("-j address show TOKEN")));
        assertEquals(done(words("address show TOKEN")), done(words("address show TOKEN id 7")));
    }

    /** Without an id, the rule of the kernel is kept: an address that has one gets it again. */
    @Test
    void choosesTheId() throws IOException {
        done(words("address announce TOKEN 127.0.0.3 id 9"));
        done(words("subflow create TOKEN local 127.0.0.2 remote 127.0.0.1"));
        done(words("subflow c TOKEN l 127.0.0.2 r 127.0.0.1"));
        done(words("subflow create TOKEN local 127.0.0.3 remote 127.0.0.1"));
        await(List.of(FIRST, SECOND, SECOND, THIRD), connected::sources);
        done(words("address announce TOKEN 127.0.0.4"));
        assertEquals(
                "127.0.0.3 id 9 signal \n127.0.0.2 id 1 subflow \n127.0.0.4 id 2 signal \n",
                done(words("address show TOKEN")));
    }

    @Test
    void marksASubflowAsBackup() throws IOException {
        done(words("subflow create TOKEN local 127.0.0.2 remote 127.0.0.1"));
        await(List.of(FIRST, SECOND), connected::sources);
        done(words("subflow backup TOKEN local 127.0.0.2 remote 127.0.0.1"));
        await(true, this::isBackup);
        done(words("subflow nobackup TOKEN local 127.0.0.2 remote 127.0.0.1 port PORT"));
        await(false, this::isBackup);
    }

    private boolean isBackup() throws IOException {
        String socket = done(run(netns, List.of("ss", "-tnHi", "state", "established", "dst", "127.0.0.2")));
        return socket.replaceAll("(?s).*tcp-ulp-mptcp flags:(\\w+).*", "$1").contains("B");
    }

    @Test
    void announcesAndRemovesAnAddress() throws IOException {
        String decimal = Long.toString(connected.token());
        done(mptcp4j("address", "announce", decimal, "127.0.0.3", "port", "8080", "dev", "lo", "id", "0x9"));
        assertEquals("127.0.0.3 port 8080 id 9 signal dev lo \n", done(words("address show TOKEN")));
        done(words("address remove TOKEN id 9"));
        assertEquals("", done(words("address show TOKEN")));
        assertEquals("[]\n", done(words("-j address show TOKEN")));
    }

    @Test
    void whatTheKernelRefusesEndsWithItsWordsAnd2() throws IOException {
        done(words("subflow create TOKEN local 127.0.0.2 id 1 remote 127.0.0.1"));
        refused("did not match address and id (EINVAL)", "subflow create TOKEN local 127.0.0.3 id 1 remote 127.0.0.1");
        refused("connect error: -99 (EADDRNOTAVAIL)", "subflow create TOKEN local 192.0.2.7 id 3 remote 127.0.0.1");
        refused("families mismatch (EINVAL)", "subflow create TOKEN local ::1 id 3 remote 127.0.0.1");
        refused("invalid token (EINVAL)", "subflow create 1 local 127.0.0.2 id 1 remote 127.0.0.1 port 80");
        refused("there is none of this token (ESRCH)", "subflow create 1 local 127.0.0.2 id 1 remote 127.0.0.1");
        refused("subflow not found (EINVAL)", "subflow backup TOKEN local 127.0.0.9 remote 127.0.0.1");
        refused("address with id 7 not found (EINVAL)", "address remove TOKEN id 7");
        refused("address not found (EINVAL)", "address show TOKEN id 7");
        refused("invalid token (EINVAL)", "address show 0xffffffff");
        refused("did not match address and id (EINVAL)", "address announce TOKEN 127.0.0.9 id 1");
    }

    /** Whatever has to be looked up for it. */
    @Test
    void aRefusalNamesTheCommandThatWasGiven() throws IOException {
        refuses("subflow create 0x00000001: invalid token (EINVAL)", "subflow create 1 local ::1 remote ::2 port 80");
        refuses(
                "subflow create 0x00000001: there is none of this token (ESRCH)",
                "subflow create 1 local ::1 id 1 remote ::2");
        refuses("address announce 0x00000001: invalid token (EINVAL)", "address announce 1 127.0.0.2");
        refuses(
                "subflow destroy 0x00000001 local fd00::1 port 1 remote fd00::2 port 2: invalid token (EINVAL)",
                "subflow destroy 1 local fd00::1 port 1 remote fd00::2 port 2");
        refuses("address remove 0x00000001 id 1: invalid token (EINVAL)", "address remove 1 id 1");
        refuses(
                "subflow nobackup 0x00000001 local 127.0.0.2 remote 127.0.0.1 port 80: invalid token (EINVAL)",
                "subflow nobackup 1 local 127.0.0.2 remote 127.0.0.1 port 80");
    }

    private void refuses(String complaint, String words) throws IOException {
        assertEquals(new Outcome(2, "", "mptcp4j: " + complaint + "\n"), words(words));
    }

    private void refused(String ending, String words) throws IOException {
        Outcome outcome = words(words);
        assertEquals(2, outcome.exitCode(), words);
        assertEquals("", outcome.out(), words);
        assertTrue(outcome.err().endsWith(": " + ending + "\n"), outcome::err);
        assertTrue(outcome.err().startsWith("mptcp4j: "), outcome::err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subflow                                  | command line is not complete",
                "subflow jump                             | argument \"jump\" is wrong",
                "subflow create                           | command line is not complete: TOKEN is missing",
                "subflow create x                         | argument \"x\" is wrong: a token is expected",
                "subflow create 0x100000000               | argument \"0x100000000\" is wrong: a token is expected",
                "subflow create TOKEN                     | command line is not complete: local is missing",
                "subflow create TOKEN remote              | argument \"remote\" is wrong: local is expected",
                "subflow create TOKEN local here          | argument \"here\" is wrong: an IPv4 or IPv6 address",
                "subflow create TOKEN local 10.0.0.1      | command line is not complete: remote is missing",
                "subflow create TOKEN local 10.0.0.1 id 256 | argument \"256\" is wrong: a number from 0 to 255",
                "subflow create TOKEN local 10.0.0.1 port 0 | argument \"0\" is wrong: a number from 1 to 65535",
                "subflow create TOKEN local 10.0.0.1 signal | argument \"signal\" is wrong: remote is expected",
                "subflow create TOKEN local 10.0.0.1 dev nonesuch remote 10.0.0.2 | argument \"nonesuch\" is wrong: device",
                "subflow create TOKEN local 10.0.0.1 remote 10.0.0.2 backup | argument \"backup\" is wrong: nothing more",
                "subflow destroy TOKEN local 10.0.0.1 remote 10.0.0.2 port 1 | argument \"port NR of local\" is required",
                "subflow destroy TOKEN local 10.0.0.1 port 1 remote 10.0.0.2 | argument \"port NR of remote\" is required",
                "subflow destroy TOKEN local 10.0.0.1 id 1 | argument \"id\" is wrong: remote is expected",
                "subflow backup TOKEN local 10.0.0.1 backup | argument \"backup\" is wrong: remote is expected",
                "address                                  | command line is not complete",
                "address show                             | command line is not complete: TOKEN is missing",
                "address show TOKEN 7                     | argument \"7\" is wrong: id is expected",
                "address show TOKEN id 0                  | argument \"0\" is wrong: a number from 1 to 255",
                "address announce TOKEN                   | command line is not complete: ADDR is missing",
                "address announce TOKEN 10.0.0.1 flag     | argument \"flag\" is wrong: id, port or dev is expected",
                "address announce TOKEN 10.0.0.1 id 0    | argument \"0\" is wrong: a number from 1 to 255",
                "address announce TOKEN 10.0.0.1 dev nonesuch | argument \"nonesuch\" is wrong: device does not exist",
                "address remove TOKEN                     | command line is not complete: id is missing",
                "address remove TOKEN 7                   | argument \"7\" is wrong: id is expected",
                "address remove TOKEN id 7 8              | argument \"8\" is wrong: nothing more is expected"
            })
    void wrongWordsEndWithTheUsageAnd255(String words, String complaint) throws IOException {
        Outcome outcome = words(words);
        assertEquals(255, outcome.exitCode(), outcome::err);
        assertEquals("", outcome.out());
        assertTrue(outcome.err().startsWith("mptcp4j: " + complaint), outcome::err);
        assertTrue(outcome.err().contains("Usage: mptcp4j " + words.split(" ")[0]), outcome::err);
    }

    /** Runs our command line; TOKEN and PORT stand for the connection's. */
    private Outcome words(String words) throws IOException {
        return mptcp4j(Stream.of(words.split(" "))
                .map(word -> word.equals("TOKEN") ? token : word.equals("PORT") ? "" + connected.port : word)
                .toArray(String[]::new));
    }
}
