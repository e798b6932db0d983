package mptcp4j.diag;

import static java.net.StandardProtocolFamily.INET;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import mptcp4j.LinuxException;
import mptcp4j.linux.Backends;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Kernel;
import mptcp4j.pm.Steered;
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
                    new TreeSet<>(sockets.run(command(Lister.class)).lines().toList()));
        }
    }

    /** A kernel that does not tell everyone which sockets are subflows tells of their options all the same. */
    @Test
    void oneSubflowIsReadAndNotDestroyed() throws IOException {
        Requires.program("setpriv");
        try (var sockets = new Sockets()) {
            sockets.talk(INET, "127.0.0.1", sockets.listen(INET));
            Connections connections = sockets.connections();
            Subflow its = Sockets.awaitSubflows(connections, 2).get(0);
            SubflowSettings settings =
                    connections.settings(its.local(), its.remote()).orElseThrow();
            assertTrue(settings.mark().isPresent());
            boolean told = Kernel.running().has(TELLS_EVERYONE);
            String refusal = "subflow destroy " + new FourTuple(its.local(), its.remote())
                    + ": needs CAP_NET_ADMIN in the user namespace that owns the network namespace (EPERM)";
            assertEquals(
                    (told ? Optional.of(its) : Optional.empty())
                            + "\n"
                            + Optional.of(withoutMark(settings)) + "\n"
                            + (told ? refusal + "\n" : ""),
                    sockets.run(command(
                            Looker.class, its.local().getPort(), its.remote().getPort())));
        }
    }

    private static SubflowSettings withoutMark(SubflowSettings its) {
        return new SubflowSettings(
                its.congestionControl(),
                its.tos(),
                its.trafficClass(),
                OptionalLong.empty(),
                its.receiveBufferBytes(),
                its.sendBufferBytes(),
                its.interfaceIndex(),
                its.cookie());
    }

    private static List<String> command(Class<?> main, int... ports) {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--bounding-set=-net_admin",
                "--inh-caps=-net_admin",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-D" + Backends.PROPERTY + "=" + Backends.name(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (int port : ports) {
            command.add(Integer.toString(port));
        }
        return command;
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

    static final class Looker {
        public static void main(String[] ports) throws IOException {
            var local = new InetSocketAddress(Steered.FIRST, Integer.parseInt(ports[0]));
            var remote = new InetSocketAddress(Steered.FIRST, Integer.parseInt(ports[1]));
            try (Connections connections = Connections.open()) {
                Optional<Subflow> found = connections.subflow(local, remote, Detail.SUBFLOWS);
                System.out.println(found);
                System.out.println(connections.settings(local, remote));
                if (found.isPresent()) {
                    System.out.println(assertThrows(LinuxException.class, () -> connections.destroy(found.get()))
                            .getMessage());
                }
            }
        }
    }
}
