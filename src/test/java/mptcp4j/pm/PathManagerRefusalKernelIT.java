package mptcp4j.pm;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static mptcp4j.pm.EndpointFlag.FULLMESH;
import static mptcp4j.pm.EndpointFlag.IMPLICIT;
import static mptcp4j.pm.EndpointFlag.SIGNAL;
import static mptcp4j.pm.EndpointFlag.SUBFLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Backends;
import mptcp4j.linux.Requires;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkSocket;
import mptcp4j.netlink.generic.GenericFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the running kernel refuses, and in which words. */
class PathManagerRefusalKernelIT extends PathManagerInNetns {
    /** From 7.2 on the kernel takes more: {@link #max} asks for it. */
    private static final int MAX_BEFORE_7_2 = 8;

    @Test
    void refusesLimitsAboveTheMaximumAndChangesNone() throws IOException {
        String words = "limit greater than maximum (" + max() + ")";
        pathManager.setLimits(new Limits(1, 1));
        refuses(Errno.EINVAL, words, () -> pathManager.setLimits(new Limits(2, 999)));
        refuses(Errno.EINVAL, words, () -> pathManager.setSubflowLimit(999));
        refuses(Errno.EINVAL, words, () -> pathManager.setAddAddrAcceptedLimit(Integer.MAX_VALUE));
        assertEquals(new Limits(1, 1), pathManager.limits());
    }

    @Test
    void refusesADuplicateAndATakenId() throws IOException {
        pathManager.add(Endpoint.of(one, SUBFLOW).withId(1));
        String words = "too many addresses or duplicate one: ";
        refuses(Errno.EEXIST, words + "-17", () -> pathManager.add(Endpoint.of(one, SIGNAL)));
        refuses(
                Errno.EBUSY,
                words + "-16",
                () -> pathManager.add(Endpoint.of(six, SUBFLOW).withId(1)));
    }

    @Test
    void refusesMoreThanTheTableHolds() throws IOException {
        int endpoints = max() == MAX_BEFORE_7_2 ? MAX_BEFORE_7_2 : 255;
        List<Endpoint> all = new ArrayList<>();
        for (int id = 1; id <= endpoints; id++) {
            all.add(Endpoint.of(InetAddress.getByName("10.0.1." + id), SUBFLOW).withId(id));
            pathManager.add(all.get(id - 1));
        }
        refuses(
                Errno.ERANGE,
                "too many addresses or duplicate one: -34",
                () -> pathManager.add(Endpoint.of(one, SUBFLOW)));
        assertEquals(all, byId(pathManager.endpoints()));
    }

    @Test
    void refusesToListenWhereItCannot() throws IOException {
        refuses(
                Errno.EADDRNOTAVAIL,
                "create listen socket error: -99",
                () -> pathManager.add(Endpoint.of(one, SIGNAL).withPort(8080)));
        InetAddress loopback = InetAddress.getLoopbackAddress();
        pathManager.add(Endpoint.of(loopback, SIGNAL).withPort(8080));
        pathManager.add(Endpoint.of(loopback, SIGNAL).withPort(8081));
        refuses(
                Errno.EADDRINUSE,
                "create listen socket error: -98",
                () -> pathManager.add(Endpoint.of(loopback, SIGNAL).withPort(8081)));
    }

    @Test
    void refusesAnUnknownId() {
        refuses(Errno.EINVAL, "address not found", () -> pathManager.get(9));
        refuses(Errno.EINVAL, "address not found", () -> pathManager.delete(9));
        refuses(Errno.EINVAL, "address not found", () -> pathManager.change(9, BACKUP));
        refuses(Errno.EINVAL, "address not found", () -> pathManager.change(one, 0, BACKUP));
    }

    @Test
    void refusesFullmeshOnASignal() throws IOException {
        pathManager.add(Endpoint.of(one, SIGNAL).withId(1));
        refuses(Errno.EINVAL, "invalid addr flags", () -> pathManager.change(1, FULLMESH));
    }

    @Test
    void refusesAllThatAnEndpointMustNotBe() throws IOException {
        try (var connection = netns.call(() -> new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.GENERIC)))) {
            GenericFamily family = GenericFamily.find(connection, "mptcp_pm", 1, "MPTCP");
            String port = "flags must have signal and not subflow when using port";
            Map<Endpoint, String> wrong = Map.of(
                    new Endpoint(0, one, 80, 0, EndpointFlags.of()), port,
                    new Endpoint(0, one, 80, 0, EndpointFlags.of(SUBFLOW)), port,
                    new Endpoint(0, one, 80, 0, EndpointFlags.of(SUBFLOW, SIGNAL)), port,
                    new Endpoint(0, one, 0, 0, EndpointFlags.of(SIGNAL, FULLMESH)),
                            "flags mustn't have both signal and fullmesh",
                    new Endpoint(0, one, 0, 0, EndpointFlags.of(IMPLICIT)), "can't create IMPLICIT endpoint");
            wrong.forEach((endpoint, words) -> {
                refuses(
                        Errno.EINVAL,
                        words,
                        () -> family.command(
                                "add", 1, out -> out.nest(1, nest -> EndpointCodec.write(nest, endpoint))));
                assertThrows(IllegalArgumentException.class, () -> pathManager.add(endpoint));
            });
        }
    }

    @Test
    void whoHasNoPrivilegeMayReadButNotChange() throws IOException {
        Requires.program("setpriv");
        String words = "needs CAP_NET_ADMIN in the user namespace that owns the network namespace (EPERM)";
        pathManager.add(Endpoint.of(one, SUBFLOW).withId(1));
        assertEquals(
                List.of(
                        "[Endpoint[id=1, address=/10.0.0.1, port=0, interfaceIndex=0, flags=[SUBFLOW]]]",
                        "Limits[subflows=2, addAddrAccepted=0]",
                        "endpoint flush: " + words,
                        "change of the path manager: " + words),
                withoutPrivilege(Unprivileged.class));
        assertEquals(1, pathManager.endpoints().size());
    }

    @Test
    void refusesUseAfterClose() {
        pathManager.close();
        pathManager.close();
        LinuxException closed = assertThrows(LinuxException.class, () -> pathManager.endpoints());
        assertEquals(Errno.EBADF, closed.errno());
    }

    /** What a process without CAP_NET_ADMIN sees. */
    static final class Unprivileged {
        public static void main(String... arguments) throws IOException {
            try (PathManager pathManager = PathManager.open()) {
                System.out.println(pathManager.endpoints());
                System.out.println(pathManager.limits());
                print(pathManager::flush);
                print(pathManager::requirePermission);
            }
        }

        private static void print(Executable refused) {
            System.out.println(assertThrows(LinuxException.class, refused).getMessage());
        }
    }

    /** Runs a main class in the namespace, as the same user with one capability less. */
    private List<String> withoutPrivilege(Class<?> main) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--bounding-set=-net_admin",
                "--inh-caps=-net_admin",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-D" + Backends.PROPERTY + "=" + Backends.name(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        return run(command).lines().toList();
    }

    /** Returns the largest limit that this kernel takes, and leaves it set. */
    private int max() throws IOException {
        int max = 0;
        while (takes(max + 1)) {
            max++;
        }
        return max;
    }

    private boolean takes(int subflows) throws IOException {
        try {
            pathManager.setSubflowLimit(subflows);
            return true;
        } catch (LinuxException e) {
            assertEquals(Errno.EINVAL, e.errno());
            return false;
        }
    }
}
