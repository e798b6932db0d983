package mptcp4j.diag;

import static java.net.StandardProtocolFamily.INET;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import mptcp4j.linux.Backends;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process without CAP_NET_ADMIN lists connections, and reads what it is shown. */
@Timeout(60)
class WithoutPrivilegeKernelIT {
    private static final Kernel TELLS_EVERYONE = new Kernel(6, 15);

    @Test
    void subflowsAreThereOrAbsent() throws IOException {
        Requires.program("setpriv");
        try (var sockets = new Sockets()) {
            sockets.talk(INET, "127.0.0.1", sockets.listen(INET));
            boolean told = Kernel.running().has(TELLS_EVERYONE);
            assertEquals(
                    sockets.connections().list().stream()
                            .map(its -> words(its, told ? its.subflows() : Optional.empty(), false))
                            .collect(toCollection(TreeSet::new)),
                    new TreeSet<>(sockets.run(command()).lines().toList()));
        }
    }

    private static List<String> command() {
        return List.of(
                "setpriv",
                "--bounding-set=-net_admin",
                "--inh-caps=-net_admin",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-D" + Backends.PROPERTY + "=" + Backends.name(),
                "-cp",
                System.getProperty("java.class.path"),
                Lister.class.getName());
    }

    private static String words(Connection its, Optional<List<Subflow>> subflows, boolean marked) {
        return its.token() + " mark " + marked + " "
                + subflows.map(all -> all.stream()
                        .map(subflow -> subflow.cookie() + " " + subflow.flags().letters() + " "
                                + subflow.tcpInfo().isPresent())
                        .toList());
    }

    static final class Lister {
        public static void main(String[] arguments) throws IOException {
            try (Connections connections = Connections.open()) {
                for (Connection its : connections.list()) {
                    System.out.println(
                            words(its, its.subflows(), its.socket().mark().isPresent()));
                }
            }
        }
    }
}
