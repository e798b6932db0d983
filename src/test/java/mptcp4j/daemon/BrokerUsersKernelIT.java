package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.LinuxException;
import mptcp4j.broker.BrokerClient;
import mptcp4j.broker.BrokerSocket;
import mptcp4j.broker.Line;
import mptcp4j.lab.Host;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs of other users may do. */
@Timeout(60)
class BrokerUsersKernelIT {
    private static final String GROUP = "4242";

    @TempDir
    private Path directory;

    private BrokeredLab lab;
    private OtherUsers users;

    @BeforeEach
    void open() throws IOException {
        users = new OtherUsers(directory);
        lab = new BrokeredLab(directory);
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    /** One has an account, the other but a number. */
    @ParameterizedTest
    @ValueSource(ints = {65534, 70001})
    void aProgramSteersItsOwnConnectionAndNoOther(int user) throws Exception {
        long stranger = MptcpConnection.of(lab.connect()).token();
        List<String> said = new ArrayList<>(run(
                lab.lab.client(),
                List.of("--reuid=" + user),
                OrdinaryProgram.class,
                lab.lab.server().address(0).getHostAddress(),
                "" + BrokeredLab.PORT,
                lab.lab.client().address(1).getHostAddress(),
                "" + stranger));
        long own = Long.parseLong(said.remove(0).replace("token ", ""));
        assertEquals(
                List.of(
                        "events from KERNEL",
                        "opened " + lab.lab.client().address(1).getHostAddress(),
                        "heard SubflowEstablished",
                        "announced 1",
                        "heard SubflowClosed",
                        "left 1",
                        "steering true, events true",
                        "set done",
                        "EPERM create",
                        "EPERM destroy",
                        "EPERM backup",
                        "EPERM announce",
                        "EPERM remove",
                        "EPERM addresses",
                        "EPERM explain",
                        "EPERM set",
                        "EPERM steer",
                        "EPERM reload",
                        "EPERM events",
                        "listed 1",
                        "policies 2"),
                said);
        assertEquals(
                List.of("steer " + own + " true", "steer " + own + " false", "set " + own + " none"),
                lab.desk.told.stream().distinct().toList());
    }

    /** Whoever can open the socket of the administrators is one, and who comes by the other socket is nobody. */
    @Test
    void whoIsInTheGroupMayDoEverything() throws Exception {
        Path socket = directory.resolve("e").resolve("daemon.sock");
        lab.keep(lab.lab
                .client()
                .call(() -> Broker.open(socket, Optional.of(GROUP), lab.desk, Throwable::printStackTrace)));
        String administrators = BrokerSocket.ofAdministrators(socket).toString();
        assertEquals(
                List.of("reload: this is for root and the administrators of the daemon (EPERM)"),
                run(lab.lab.client(), List.of("--groups=" + GROUP), Reloading.class, socket.toString()));
        assertEquals(
                List.of("reload: /etc/mptcp4j.toml:3: \"colour\" is no key here: rule, policy (EINVAL)"),
                run(lab.lab.client(), List.of("--groups=" + GROUP), Reloading.class, administrators));
        assertEquals(
                List.of("connect to the daemon: no mptcp4j daemon answers at " + administrators
                        + ": Permission denied (ECONNREFUSED)"),
                run(lab.lab.client(), List.of(), Reloading.class, administrators));
    }

    /** A socket is found in every namespace, and a token may be that of another connection there. */
    @Test
    void aProgramOfAnotherNamespaceIsNotServed() throws Exception {
        assertEquals(List.of("yes: the daemon at " + lab.socket), run(lab.lab.client(), List.of(), Supported.class));
        assertEquals(
                List.of(
                        "no: monitor: the events of Multipath TCP need CAP_NET_ADMIN in the user namespace that owns the"
                                + " network namespace, or an mptcp4j daemon: the one at " + lab.socket
                                + " is of another network namespace (EPERM)"),
                run(lab.lab.server(), List.of(), Supported.class));
    }

    private List<String> run(Host host, List<String> asked, Class<?> main, String... arguments) throws IOException {
        return OtherUsers.said(users.start(host, lab.socket, asked, main, arguments));
    }

    /** Asks for what the desk of the test refuses to whoever may ask for it. */
    static final class Reloading {
        public static void main(String[] socket) throws IOException {
            try (BrokerClient client = BrokerClient.open(Path.of(socket[0]))) {
                client.ask(Line.empty().with("do", "reload"));
            } catch (LinuxException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** Says whether it hears of events. */
    static final class Supported {
        public static void main(String[] arguments) {
            System.out.println(Mptcp.support().events());
        }
    }
}
