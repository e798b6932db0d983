package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.cli.doctor.Diagnosis;
import mptcp4j.cli.doctor.Examination;
import mptcp4j.cli.doctor.Finding;
import mptcp4j.cli.doctor.Severity;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes each problem in a namespace, lets the doctor find it, runs the command that mends it, letter for letter, and has
 * the doctor find it no more.
 *
 * <pre>
 *   default via 10.0.0.2 ── v0 10.0.0.1 fd00:0::1     (the other ends of both are in the namespace, too)
 *   metric 100 via 10.0.1.2 ── w0 10.0.1.1 fd00:1::1
 * </pre>
 */
class DoctorKernelIT extends CliInNetns {
    @TempDir
    private Path directory;

    @BeforeEach
    void makeTwoLinks() throws IOException {
        Requires.program("sysctl");
        shell("sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0");
        for (String pair : List.of("v 0", "w 1")) {
            String name = pair.substring(0, 1);
            String network = pair.substring(2);
            shell("ip link add " + name + "0 type veth peer name " + name + "1");
            shell("ip address add 10.0." + network + ".1/24 dev " + name + "0");
            shell("ip address add fd00:" + network + "::1/64 dev " + name + "0 nodad");
            shell("ip link set " + name + "1 up && ip link set " + name + "0 up");
        }
        shell("ip route add default via 10.0.0.2 && ip route add default via 10.0.1.2 metric 100");
        shell("ip -6 route add default via fd00:0::2 && ip -6 route add default via fd00:1::2 metric 2000");
        shell("ip mptcp endpoint add 10.0.1.1 dev w0 subflow && ip mptcp endpoint add fd00:1::1 dev w0 subflow");
        shell("ip mptcp limits set add_addr_accepted 2");
        await("v0 and w0 carry", () -> findings("endpoint").equals("ok each has its address (2)"));
    }

    @Test
    void aHostWithTwoPathsIsFine() throws IOException {
        Outcome outcome = mptcp4j("doctor");
        assertEquals(0, outcome.exitCode(), outcome.out());
        assertTrue(outcome.out().lines().allMatch(line -> line.startsWith("ok ")), outcome.out());
        assertTrue(outcome.out().contains("ok       routing     from 10.0.1.1: leaves through w0\n"), outcome.out());
        assertTrue(outcome.out().contains("ok       privileges  endpoints, "), outcome.out());
        assertFalse(mptcp4j("-c=always", "doctor").out().contains("\u001b[31m"));
    }

    @Test
    void jsonIsJson() throws IOException {
        shell("ip mptcp endpoint add 10.9.9.9 subflow");
        Outcome outcome = mptcp4j("-j", "doctor");
        assertEquals(ExitCode.PROBLEM, outcome.exitCode());
        assertTrue(
                outcome.out()
                        .contains(
                                "{\"severity\":\"problem\",\"subject\":\"endpoint\",\"text\":\"10.9.9.9 id 3: no link has"
                                        + " the address: no subflow can be made\",\"mend\":\"ip mptcp endpoint delete id 3\"}"),
                outcome.out());
    }

    @Test
    void mptcpIsOff() throws IOException {
        mended("sysctl", "sysctl -qw net.mptcp.enabled=0", "problem net.mptcp.enabled=0: no MPTCP socket can be made");
    }

    @Test
    void silentPathsAreNeverSetAside() throws IOException {
        mended(
                "sysctl",
                "sysctl -qw net.mptcp.stale_loss_cnt=0",
                "warning net.mptcp.stale_loss_cnt=0: a silent path is never set aside");
    }

    @Test
    void thePathManagerIsThatOfUserSpace() throws IOException {
        shell("sysctl -qw net.mptcp.pm_type=1");
        assertTrue(findings("manager").startsWith("warning net.mptcp.p"), findings("manager"));
        mend();
        assertEquals("ok no mptcpd, no NetworkManager here", findings("manager"));
    }

    @Test
    void limitsAreZero() throws IOException {
        mended(
                "limits",
                "ip mptcp limits set subflows 0 add_addr_accepted 0",
                "problem the limit is 0: no connection gets a second subflow",
                "warning add_addr_accepted is 0: no use is made of addresses that a server announces");
    }

    @Test
    void limitsAreTooSmall() throws IOException {
        mended("limits", "ip mptcp limits set subflows 1", "problem 2 endpoints make subflows, but the limit is 1");
    }

    @Test
    void anEndpointHasNoAddress() throws IOException {
        mended(
                "endpoint",
                "ip mptcp endpoint add 10.9.9.9 subflow",
                "problem 10.9.9.9 id 3: no link has the address: no subflow can be made");
    }

    @Test
    void anEndpointsLinkIsGone() throws IOException {
        mended(
                "endpoint",
                "ip link add x0 type veth peer name x1 && ip address add 10.0.2.1/24 dev x0"
                        + " && ip mptcp endpoint add 10.0.2.1 dev x0 subflow && ip link del x0",
                "problem 10.0.2.1 id 3: its link is gone");
    }

    @Test
    void anEndpointsLinkIsDown() throws IOException {
        shell("ip link set w0 down");
        assertTrue(findings("endpoint").contains("problem 10.0.1.1 id 1: w0 is down"), findings("endpoint"));
        mend();
        await("w0 carries", () -> !findings("endpoint").contains("10.0.1.1"));
    }

    @Test
    void anAddressHasNoEndpoint() throws IOException {
        mended("paths", "ip mptcp endpoint delete id 1", "warning no endpoint for 10.0.1.1: connections do not use w0");
    }

    @Test
    void aLinkFiltersStrictly() throws IOException {
        mended(
                "rp_filter",
                "sysctl -qw net.ipv4.conf.w0.rp_filter=1",
                "warning w0 is strict: it drops packets whose answer would leave through another link");
        mended(
                "rp_filter",
                "sysctl -qw net.ipv4.conf.all.rp_filter=1",
                "warning v0 is strict: it drops packets whose answer would leave through another link");
    }

    @Test
    void packetsLeaveThroughTheWrongLink() throws IOException {
        mended(
                "routing",
                "ip mptcp endpoint delete id 1 && ip mptcp endpoint add 10.0.1.1 subflow",
                "problem from 10.0.1.1: leaves through v0, not w0");
        assertTrue(shell("ip route get 192.0.2.77 from 10.0.1.1").contains("via 10.0.1.2 dev w0"), "as ip says");
    }

    @Test
    void packetsOfTwoAddressesOfOneLinkLeaveThroughTheWrongLink() throws IOException {
        mended(
                "routing",
                "ip address add 10.0.1.7/24 dev w0 && ip mptcp endpoint add 10.0.1.7 subflow"
                        + " && ip mptcp endpoint delete id 1 && ip mptcp endpoint add 10.0.1.1 subflow",
                "problem from 10.0.1.1: leaves through v0, not w0",
                "problem from 10.0.1.7: leaves through v0, not w0");
    }

    @Test
    void aShellTakesTheNameOfALinkForNothingElse() throws IOException {
        String name = "x'$(id)";
        shell("ip link set w0 name \"x'\\$(id)\"");
        mended(
                "paths",
                "ip mptcp endpoint delete id 1",
                "warning no endpoint for 10.0.1.1: connections do not use " + name);
        mended(
                "rp_filter",
                "echo 1 >\"/proc/sys/net/ipv4/conf/x'\\$(id)/rp_filter\"",
                "warning " + name + " is strict: it drops packets whose answer would leave through another link");
        mended(
                "routing",
                "ip mptcp endpoint flush && ip mptcp endpoint add fd00:1::1 subflow",
                "problem from fd00:1::1: leaves through v0, not " + name);
        shell("ip link set \"x'\\$(id)\" down");
        assertTrue(findings("endpoint").contains(name + " is down"), findings("endpoint"));
        mend();
        await("it carries", () -> !findings("endpoint").contains("10.0.1.1"));
    }

    @Test
    void ipv6PacketsLeaveThroughTheWrongLink() throws IOException {
        mended(
                "routing",
                "ip mptcp endpoint delete id 2 && ip mptcp endpoint add fd00:1::1 subflow",
                "problem from fd00:1::1: leaves through v0, not w0");
        assertTrue(shell("ip route get 2001:db8::77 from fd00:1::1").contains("via fd00:1::2 dev w0"), "as ip says");
    }

    @Test
    void anotherManagerRuns() throws IOException, InterruptedException {
        Path program = Files.copy(Path.of("/bin/sleep"), directory.resolve("mptcpd"));
        Process other = netns.call(() -> new ProcessBuilder(program.toString(), "60").start());
        try {
            await(
                    "it runs",
                    () -> findings("manager")
                            .equals("warning mptcpd (process " + other.pid() + ") changes endpoints and limits"));
        } finally {
            other.destroy();
            other.waitFor();
        }
        assertEquals("ok no mptcpd, no NetworkManager here", findings("manager"));
    }

    @Test
    void everythingIsWrong() throws IOException {
        shell("ip mptcp endpoint flush && ip mptcp endpoint add 10.9.9.9 subflow");
        shell("ip mptcp limits set subflows 0 add_addr_accepted 0");
        shell("sysctl -qw net.mptcp.enabled=0 net.mptcp.pm_type=1 net.ipv4.conf.all.rp_filter=1");
        int rounds = 0;
        while (mend()) { // what one command sets right may show what else is wrong
            assertTrue(rounds++ < 5, () -> "still: " + wrong());
        }
        assertEquals(0, mptcp4j("doctor").exitCode());
        assertTrue(mptcp4j("doctor").out().lines().allMatch(line -> line.startsWith("ok ")));
    }

    @Test
    void helpTellsTheExitCodeOfAProblem() throws IOException {
        String help = done(mptcp4j("doctor", "--help"));
        assertTrue(help.lines().anyMatch(line -> line.matches(" +3 +a problem was found")), help);
    }

    @Test
    void mendsWithinTheNamespaceThatIsNamed() throws IOException, InterruptedException {
        Requires.program("nsenter");
        Process inside = netns.call(() -> new ProcessBuilder("sleep", "60").start());
        try {
            shell("sysctl -qw net.mptcp.stale_loss_cnt=0");
            var terminal = new MemoryTerminal();
            String file = "/proc/" + inside.pid() + "/ns/net";
            assertEquals(0, terminal.run("-n", file, "doctor"));
            String command = "nsenter --net=" + file + " sh -c 'sysctl -w net.mptcp.stale_loss_cnt=4'";
            assertTrue(terminal.out().contains("\n                     " + command + "\n"), terminal.out());
            Process mending = new ProcessBuilder("sh", "-c", command).start();
            assertEquals(0, mending.waitFor());
            assertEquals("ok net.mptcp.enabled=1", findings("sysctl"));
        } finally {
            inside.destroy();
            inside.waitFor();
        }
    }

    /** Does the damage, requires exactly these bad findings on the subject, and that their commands mend them. */
    private void mended(String subject, String damage, String... expected) throws IOException {
        shell(damage);
        List<String> bad = findings(subject)
                .lines()
                .filter(line -> !line.startsWith("ok "))
                .toList();
        assertEquals(List.of(expected), bad);
        while (mend()) {
            assertFalse(findings(subject).lines().toList().containsAll(bad), findings(subject));
        }
        assertTrue(findings(subject).lines().allMatch(line -> line.startsWith("ok ")), findings(subject));
    }

    /** Runs every command that the doctor names. */
    private boolean mend() throws IOException {
        boolean any = false;
        for (Finding finding : all()) {
            if (finding.mend().isPresent()) {
                shell(finding.mend().get());
                any = true;
            }
        }
        return any;
    }

    private List<Finding> all() throws IOException {
        return Diagnosis.of(netns.call(Examination::run));
    }

    private String findings(String subject) throws IOException {
        return String.join(
                "\n",
                all().stream()
                        .filter(finding -> finding.subject().equals(subject))
                        .map(finding -> finding.severity().name().toLowerCase(Locale.ROOT) + " " + finding.text())
                        .toList());
    }

    private String wrong() {
        try {
            return all().stream()
                    .filter(finding -> finding.severity() != Severity.OK)
                    .toList()
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String shell(String command) throws IOException {
        return done(run(netns, List.of("sh", "-c", command)));
    }

    private static void await(String what, Condition condition) throws IOException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.met()) {
            assertTrue(System.nanoTime() < deadline, what);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean met() throws IOException;
    }
}
