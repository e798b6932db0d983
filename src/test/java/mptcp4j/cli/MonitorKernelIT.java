package mptcp4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Kernel;
import mptcp4j.pm.ConnectionPathManager;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.MptcpSysctls;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.RemoteAddress;
import mptcp4j.pm.Steered;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside {@code ip mptcp monitor}, which sees the same events. Both are processes, which end by a signal. */
class MonitorKernelIT extends CliInNetns {
    /** Knows listeners, and pads names to 16. */
    private static final Kernel WITH_LISTENERS = new Kernel(6, 2);
    /** Prints flags by their names. */
    private static final Kernel WITH_FLAGS = new Kernel(6, 19);
    /** Prints the names of links. */
    private static final Kernel WITH_LINKS = new Kernel(7, 0);
    /** Prints JSON, and bits that are zero without 0x. */
    private static final Kernel WITH_JSON = new Kernel(7, 1);

    private static final String TIME = "Timestamp: \\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4} \\d+ usec";
    private static final String SHORT_TIME = "\\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}] ";
    private static final String JSON_TIME = "\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z\",";

    private final List<Watch> watches = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void endAll() {
        watches.forEach(watch -> watch.process.destroyForcibly());
    }

    @Test
    void printsWhatIpPrints() throws Exception {
        Watch theirs = watch(ipCommand("mptcp", "monitor"));
        Watch ours = watch(OwnProcess.command("monitor"));
        String last = everythingHappens();
        assertEquals(cut(theirs.printed(), last), asOf(ipVersion(), cut(ours.printed(), last)));
    }

    @Test
    void printsTheTimeAsIpDoes() throws Exception {
        Watch theirs = watch(ipCommand("-t", "mptcp", "monitor"));
        Watch ours = watch(OwnProcess.command("-t", "monitor"));
        String last = everythingHappens();
        String lines = ours.printed().replaceAll(TIME, "TIME");
        assertEquals(cut(theirs.printed().replaceAll(TIME, "TIME"), last), asOf(ipVersion(), cut(lines, last)));
        assertTrue(cut(lines, last).contains("\nTIME\n["), lines);
    }

    @Test
    void printsTheShortTimeAsIpDoes() throws Exception {
        Watch theirs = watch(ipCommand("-ts", "mptcp", "monitor"));
        Watch ours = watch(OwnProcess.command("-ts", "monitor"));
        String last = everythingHappens();
        String lines = ours.printed();
        assertTrue(lines.lines().allMatch(line -> line.matches(SHORT_TIME + ".*")), lines);
        assertEquals(
                cut(theirs.printed().replaceAll(SHORT_TIME, ""), last),
                asOf(ipVersion(), cut(lines.replaceAll(SHORT_TIME, ""), last)));
    }

    /** One object on each line where {@code ip} prints one array, and always with the time. */
    @Test
    void printsTheObjectsOfIp() throws Exception {
        assumeTrue(
                ipVersion().has(WITH_JSON), "ip prints events as JSON from 7.1 on; EventViewTest has what it printed");
        Watch theirs = watch(ipCommand("-j", "mptcp", "monitor"));
        Watch ours = watch(OwnProcess.command("-j", "monitor"));
        String last = everythingHappens();
        List<String> lines = ours.printed().lines().toList();
        assertTrue(lines.stream().allMatch(line -> line.matches("\\{" + JSON_TIME + "\"event\":.*}")), lines::toString);
        String objects =
                lines.stream().map(line -> line.replaceFirst(JSON_TIME, "")).collect(Collectors.joining(","));
        assertEquals(cut(theirs.printed(), last), cut(objects, last));
    }

    @Test
    void endsWithoutComplaintWhenNobodyReads() throws Exception {
        Process process = netns.call(() -> new ProcessBuilder(OwnProcess.command("monitor")).start());
        try (BufferedReader out = process.inputReader(UTF_8)) {
            listenUntil(out::ready);
            assertTrue(out.readLine().startsWith("[LISTENER_CREATED] saddr"));
        }
        listenUntil(() -> !process.isAlive());
        assertEquals(
                List.of(0, ""),
                List.of(process.waitFor(), new String(process.getErrorStream().readAllBytes(), UTF_8)));
    }

    @Test
    void endsWithoutComplaintWhenInterrupted() throws Exception {
        for (String signal : List.of("INT", "TERM")) {
            Watch watch = watch(OwnProcess.command("-j", "monitor"));
            listenUntil(() -> !watch.printed().isEmpty());
            done(run(netns, List.of("kill", "-" + signal, "" + watch.process.pid())));
            assertEquals(0, watch.process.waitFor(), signal);
            assertTrue(watch.printed().endsWith("}\n"), watch.printed());
            assertEquals("", Files.readString(watch.err));
        }
    }

    @Test
    void saysWhatItNeeds() throws IOException {
        Requires.program("setpriv");
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"));
        command.addAll(OwnProcess.command("monitor"));
        assertEquals(
                new Outcome(
                        1,
                        "",
                        "mptcp4j: monitor: the events of Multipath TCP need CAP_NET_ADMIN in the user namespace that owns"
                                + " the network namespace (EPERM)\n"),
                run(netns, command));
    }

    @Test
    void takesNoWords() throws IOException {
        Outcome ours = mptcp4j("monitor", "all");
        assertEquals(
                List.of(255, 255),
                List.of(ours.exitCode(), ip("mptcp", "monitor", "all").exitCode()));
        assertTrue(ours.err().contains("Usage: mptcp4j monitor\n"), ours::err);
    }

    /**
     * Makes all happen that can happen to connections, when everyone watches, and waits until everyone printed the last.
     *
     * @return the token of the last connection, whose end was that
     */
    private String everythingHappens() throws Exception {
        for (Watch watch : watches) {
            listenUntil(() -> !watch.printed().isEmpty());
        }
        for (int i = 1; i <= 3; i++) {
            String address = "2001:db8::" + i;
            done(ip("address", "add", address + "/128", "dev", "lo", "nodad"));
            Steered.await(
                    true,
                    () -> done(ip("-6", "route", "show", "table", "local")).contains(address + " "));
        }
        try (Steered steered = Steered.in(netns)) {
            subflowsComeAndGo(steered);
            netns.run(() -> MptcpSysctls.ofThread().set("allow_join_initial_addr_port", "0"));
            for (String address : List.of("2001:db8::1", "127.0.0.1")) {
                steered.connectSilently(StandardProtocolFamily.INET6, Steered.literal(address))
                        .echo();
            }
        }
        String last;
        try (Steered steered = Steered.in(netns)) {
            last = Long.toHexString(steered.connect().token());
        }
        for (Watch watch : watches) {
            Steered.await(true, () -> !cut(watch.printed(), last).isEmpty());
        }
        return last;
    }

    private void subflowsComeAndGo(Steered steered) throws IOException {
        Steered.Connected connected = steered.connect();
        try (PathManager pathManager = netns.call(PathManager::open)) {
            ConnectionPathManager client = pathManager.connection(connected.token());
            ConnectionPathManager server = pathManager.connection(connected.serverToken());
            client.createSubflow(LocalAddress.of(7, Steered.SECOND).withInterface(1), connected.remote(Steered.FIRST));
            Steered.await(List.of(Steered.FIRST, Steered.SECOND), connected::sources);
            var remote = new InetSocketAddress(Steered.FIRST, connected.port);
            client.setBackup(connected.local(Steered.SECOND), remote, true);
            client.createSubflow(LocalAddress.of(8, Steered.THIRD), new RemoteAddress(0, Steered.FIRST, 1));
            server.announce(LocalAddress.of(9, Steered.THIRD).withPort(8080));
            server.remove(9);
            server.announce(LocalAddress.of(10, Steered.literal("2001:db8::3")));
            assertEquals(0, run(netns, List.of("ss", "-K", "src", "127.0.0.2")).exitCode());
            Steered.await(List.of(Steered.FIRST), connected::sources);
        }
    }

    /** Returns what was printed from the first connection to the end of the last; nothing before that is printed. */
    private static String cut(String printed, String lastToken) {
        String first = "(?s)^.*?(?=\\[ +CREATED]|\\{\"event\":\"CREATED\")";
        String all = printed.replaceFirst(first, "");
        var end = Pattern.compile("CLOSED(] token=0*|\",\"token\":\"0x)" + lastToken + "\\b")
                .matcher(all);
        return end.find() ? all.substring(0, end.end()) : "";
    }

    /** Returns our lines as an older {@code ip} would print them. */
    private static String asOf(Kernel version, String ours) {
        String lines = ours;
        if (!version.has(WITH_JSON)) {
            lines = lines.replaceAll("(?m)reset_flags=0$", "reset_flags=0x0");
        }
        if (!version.has(WITH_LINKS)) {
            lines = lines.replaceAll(" dev=\\S+", "");
        }
        if (!version.has(WITH_FLAGS)) {
            lines = lines.replace(" server_side deny_join_id0", " flags=3")
                    .replace(" server_side", " flags=2")
                    .replace(" deny_join_id0", " flags=1");
        }
        if (!version.has(WITH_LISTENERS)) {
            lines = lines.replaceAll("\\[LISTENER_CREATED].*", "[UNKNOWN 15]")
                    .replaceAll("\\[ LISTENER_CLOSED].*", "[UNKNOWN 16]")
                    .replace("[  ", "[");
        }
        return lines;
    }

    /** {@code ip} writes what it prints at its end only, unless it is told. */
    private static List<String> ipCommand(String... arguments) {
        Requires.program("stdbuf");
        List<String> command = new ArrayList<>(List.of("stdbuf", "-o0", IP));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private Watch watch(List<String> command) throws IOException {
        Path out = directory.resolve("out" + watches.size());
        Path err = directory.resolve("err" + watches.size());
        Process process = netns.call(() -> new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start());
        var watch = new Watch(process, out, err);
        watches.add(watch);
        return watch;
    }

    /** Makes listeners come and go, of which whoever watches has something to print. */
    private void listenUntil(Condition condition) throws IOException {
        while (!condition.met()) {
            try (ServerSocketChannel listener = netns.call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE))) {
                listener.bind(new InetSocketAddress(Steered.FIRST, 0));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private interface Condition {
        boolean met() throws IOException;
    }

    /** A process that prints events. */
    private record Watch(Process process, Path out, Path err) {
        String printed() throws IOException {
            return Files.readString(out);
        }
    }
}
