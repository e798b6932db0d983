package mptcp4j.daemon.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.daemon.config.Damping;
import mptcp4j.daemon.config.InterfaceRules;
import mptcp4j.daemon.config.InterfaceUse;
import mptcp4j.daemon.config.KernelSettings;
import mptcp4j.linux.Backends;
import mptcp4j.linux.Netns;

/** A process that does what the daemon does with paths, until it is killed. */
final class KilledDaemon {
    static final InterfaceRules ALL = link -> Optional.of(InterfaceUse.PLAIN);
    private static final String READY = "ready";

    private KilledDaemon() {}

    /** @param arguments the file of the endpoints, or none for source routing */
    public static void main(String... arguments) throws Exception {
        if (arguments.length == 0) {
            route();
        } else {
            makeEndpoints(Path.of(arguments[0]));
        }
    }

    private static void makeEndpoints(Path ledger) throws IOException {
        try (EndpointReconciler endpoints =
                        EndpointReconciler.open(ledger, KernelSettings.DEFAULT, report -> System.out.println(READY));
                PathWatch watch = PathWatch.open(ALL, Damping.DEFAULT, state -> endpoints.want(state.paths()))) {
            endpoints.want(watch.state().paths());
            System.in.read();
        }
    }

    private static void route() throws IOException {
        try (PathWatch watch = PathWatch.open(ALL, Damping.DEFAULT, true, state -> {})) {
            System.out.println(watch.state().paths().isEmpty() ? "no path" : READY);
            System.in.read();
        }
    }

    /** Runs it in a namespace until it has done its work, and kills it. */
    static void runAndKill(Netns netns, String... arguments) throws IOException, InterruptedException {
        Process child = netns.call(() -> start(arguments));
        try (BufferedReader out = child.inputReader()) {
            assertEquals(READY, out.readLine());
        } finally {
            child.destroyForcibly();
        }
        assertEquals(128 + 9, child.waitFor(), "killed, as nothing else ends it");
    }

    private static Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-D" + Backends.PROPERTY + "=" + Backends.name(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledDaemon.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
