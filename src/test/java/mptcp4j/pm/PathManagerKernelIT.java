package mptcp4j.pm;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static mptcp4j.pm.EndpointFlag.FULLMESH;
import static mptcp4j.pm.EndpointFlag.LAMINAR;
import static mptcp4j.pm.EndpointFlag.SIGNAL;
import static mptcp4j.pm.EndpointFlag.SUBFLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Netns;
import mptcp4j.linux.abi.Kernel;
import org.junit.jupiter.api.Test;

/** Against the running kernel, with {@code ip mptcp} as the witness. */
class PathManagerKernelIT extends PathManagerInNetns {
    @Test
    void ipShowsWhatWeAdd() throws IOException {
        assertEquals(List.of(), pathManager.endpoints());
        pathManager.add(Endpoint.of(one, SUBFLOW, BACKUP).withId(7).withInterface(1));
        pathManager.add(Endpoint.of(InetAddress.getLoopbackAddress(), SIGNAL).withPort(8080));
        pathManager.add(Endpoint.of(six, SUBFLOW, FULLMESH).withId(255));
        assertEquals(
                List.of(
                        "10.0.0.1 id 7 subflow backup dev lo",
                        "127.0.0.1 port 8080 id 8 signal", // the kernel takes the next id that is free
                        "2001:db8::1 id 255 subflow fullmesh"),
                sorted(ip("mptcp", "endpoint", "show")));
        assertEquals(
                List.of(
                        new Endpoint(7, one, 0, 1, EndpointFlags.of(SUBFLOW, BACKUP)),
                        new Endpoint(8, InetAddress.getLoopbackAddress(), 8080, 0, EndpointFlags.of(SIGNAL)),
                        new Endpoint(255, six, 0, 0, EndpointFlags.of(SUBFLOW, FULLMESH))),
                byId(pathManager.endpoints()));
        assertTrue(
                ip("-j", "mptcp", "endpoint", "show")
                        .contains("{\"address\":\"2001:db8::1\",\"id\":255,\"subflow\":true,\"fullmesh\":true}"),
                "as JSON");
    }

    @Test
    void weSeeWhatIpAdds() throws IOException {
        ip("mptcp", "endpoint", "add", "10.0.0.1", "id", "3", "dev", "lo", "subflow", "backup", "fullmesh");
        ip("mptcp", "endpoint", "add", "2001:db8::1", "id", "4", "signal");
        ip("mptcp", "limits", "set", "subflow", "5", "add_addr_accepted", "3");
        Endpoint first = Endpoint.of(one, SUBFLOW, BACKUP, FULLMESH).withId(3).withInterface(1);
        Endpoint second = Endpoint.of(six, SIGNAL).withId(4);
        assertEquals(List.of(first, second), byId(pathManager.endpoints()));
        assertEquals(first, pathManager.get(3));
        assertEquals(second, pathManager.get(4));
        assertEquals(new Limits(5, 3), pathManager.limits());
    }

    @Test
    void deletesOneAndFlushesAll() throws IOException {
        pathManager.add(Endpoint.of(one, SUBFLOW).withId(1));
        pathManager.add(Endpoint.of(six, SUBFLOW).withId(2));
        pathManager.delete(1);
        assertEquals(List.of("2001:db8::1 id 2 subflow"), sorted(ip("mptcp", "endpoint", "show")));
        pathManager.add(Endpoint.of(one, SUBFLOW).withId(3));
        pathManager.setLimits(new Limits(4, 3));
        pathManager.flush();
        assertEquals("", ip("mptcp", "endpoint", "show"));
        assertEquals(List.of(), pathManager.endpoints());
        assertEquals(4, pathManager.limits().subflows(), "limits stay");
        pathManager.flush();
    }

    @Test
    void changeSetsBackupAndFullmeshAtOnce() throws IOException {
        pathManager.add(Endpoint.of(one, SUBFLOW).withId(1));
        pathManager.change(1, BACKUP, FULLMESH);
        assertEquals(
                EndpointFlags.of(SUBFLOW, BACKUP, FULLMESH), pathManager.get(1).flags());
        pathManager.change(1, BACKUP);
        assertEquals(EndpointFlags.of(SUBFLOW, BACKUP), pathManager.get(1).flags(), "fullmesh is taken away");
        pathManager.change(one, 0, FULLMESH);
        assertEquals(List.of("10.0.0.1 id 1 subflow fullmesh"), sorted(ip("mptcp", "endpoint", "show")));
        pathManager.change(one, 0);
        assertEquals(EndpointFlags.of(SUBFLOW), pathManager.get(1).flags());
    }

    @Test
    void endpointWithAPortIsChangedByAddressAndPort() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        pathManager.add(Endpoint.of(loopback, SIGNAL).withId(1).withPort(8080));
        pathManager.change(loopback, 8080, BACKUP);
        assertEquals(EndpointFlags.of(SIGNAL, BACKUP), pathManager.get(1).flags());
        refuses(Errno.EINVAL, "address not found", () -> pathManager.change(loopback, 0));
        refuses(Errno.EINVAL, "address not found", () -> pathManager.change(loopback, 8081));
    }

    @Test
    void setsLimitsTogetherAndOneByOne() throws IOException {
        pathManager.setLimits(new Limits(1, 7));
        assertEquals(
                "add_addr_accepted 7 subflows 1", ip("mptcp", "limits", "show").strip());
        pathManager.setSubflowLimit(3);
        assertEquals(new Limits(3, 7), pathManager.limits());
        pathManager.setAddAddrAcceptedLimit(0);
        assertEquals(new Limits(3, 0), pathManager.limits());
        pathManager.requirePermission();
        assertEquals(new Limits(3, 0), pathManager.limits());
    }

    @Test
    void deletingTheInitialAddressOfNoConnectionIsNoError() throws IOException {
        pathManager.add(Endpoint.of(one, SUBFLOW).withId(1));
        pathManager.deleteInitial(one);
        assertEquals(List.of(Endpoint.of(one, SUBFLOW).withId(1)), pathManager.endpoints());
    }

    @Test
    void takesAllThatAnEndpointMayBe() throws IOException {
        List<Endpoint> all = List.of(
                Endpoint.of(InetAddress.getLoopbackAddress(), SIGNAL, BACKUP)
                        .withId(1)
                        .withPort(1),
                Endpoint.of(one).withId(2),
                Endpoint.of(InetAddress.getByName("10.0.0.2"), SIGNAL, SUBFLOW).withId(3),
                Endpoint.of(InetAddress.getByName("10.0.0.3"), SUBFLOW, FULLMESH, BACKUP)
                        .withId(4)
                        .withInterface(9999));
        for (Endpoint endpoint : all) {
            pathManager.add(endpoint);
        }
        assertEquals(all, byId(pathManager.endpoints()));
    }

    @Test
    void flagOfANewerKernelIsKeptOrDropped() throws IOException {
        pathManager.add(Endpoint.of(one, SUBFLOW, LAMINAR).withId(1));
        EndpointFlags flags = pathManager.get(1).flags();
        if (Kernel.running().has(new Kernel(6, 18))) {
            assertEquals(EndpointFlags.of(SUBFLOW, LAMINAR), flags);
        } else {
            assertEquals(EndpointFlags.of(SUBFLOW), flags.without(LAMINAR));
        }
    }

    @Test
    void worksWhileMptcpIsDisabled() throws IOException {
        netns.call(() -> Files.writeString(Path.of("/proc/sys/net/mptcp/enabled"), "0"));
        assertEquals(
                "0",
                netns.call(() -> Files.readString(Path.of("/proc/sys/net/mptcp/enabled")))
                        .strip());
        pathManager.add(Endpoint.of(one, SUBFLOW).withId(1));
        pathManager.setSubflowLimit(3);
        assertEquals(List.of(Endpoint.of(one, SUBFLOW).withId(1)), pathManager.endpoints());
    }

    @Test
    void eachNamespaceHasItsOwn() throws IOException {
        pathManager.add(Endpoint.of(one, SUBFLOW).withId(1));
        try (Netns other = Netns.create();
                PathManager others = other.call(PathManager::open)) {
            assertEquals(List.of(), others.endpoints());
        }
        Path file = netns.call(() -> Path.of("/proc/self/fd/" + netns.fd().number()));
        try (PathManager same = PathManager.open(file)) {
            assertEquals(List.of(Endpoint.of(one, SUBFLOW).withId(1)), same.endpoints());
        }
        LinuxException e = assertThrows(LinuxException.class, () -> PathManager.open(Path.of("/dev/null")));
        assertEquals(Errno.EINVAL, e.errno());
    }

    @Test
    void manyThreadsMayUseIt() throws IOException {
        pathManager.add(Endpoint.of(one, SUBFLOW).withId(1));
        List<Endpoint> expected = List.of(Endpoint.of(one, SUBFLOW).withId(1));
        List<List<Endpoint>> answers = IntStream.range(0, 1000)
                .parallel()
                .mapToObj(i -> unchecked(pathManager::endpoints))
                .distinct()
                .toList();
        assertEquals(List.of(expected), answers);
    }

    private static List<String> sorted(String lines) {
        return lines.lines().map(String::strip).sorted().toList();
    }

    private static <T> T unchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
