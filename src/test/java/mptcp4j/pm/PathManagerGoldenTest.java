package mptcp4j.pm;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static mptcp4j.pm.EndpointFlag.FULLMESH;
import static mptcp4j.pm.EndpointFlag.SIGNAL;
import static mptcp4j.pm.EndpointFlag.SUBFLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import mptcp4j.LinuxException;
import mptcp4j.netlink.FakeKernel;
import mptcp4j.netlink.Golden;
import mptcp4j.netlink.NetlinkConnection;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Our requests are those of {@code ip mptcp}, byte for byte, and what the kernel answered to those is what we return.
 * The recordings are made by {@code scripts/capture-golden}.
 */
class PathManagerGoldenTest {
    private static final Endpoint ONE =
            Endpoint.of(address("10.0.0.1"), SUBFLOW, BACKUP).withId(1).withInterface(1);
    private static final Endpoint TWO =
            Endpoint.of(address("127.0.0.1"), SIGNAL).withId(2).withPort(8080);
    private static final Endpoint SIX =
            Endpoint.of(address("2001:db8::1"), SUBFLOW, FULLMESH).withId(255);

    private static final Map<String, Recording> RECORDINGS = new TreeMap<>(Map.ofEntries(
            done("endpoint-add", pm -> pm.add(Endpoint.of(address("10.0.0.1"), SUBFLOW))),
            done(
                    "endpoint-add-all",
                    pm -> pm.add(Endpoint.of(address("127.0.0.1"), SIGNAL, BACKUP)
                            .withId(7)
                            .withPort(8080)
                            .withInterface(1))),
            done("endpoint-add-v6", pm -> pm.add(SIX)),
            refused(
                    "endpoint-add-duplicate",
                    pm -> pm.add(Endpoint.of(address("10.0.0.1"), SUBFLOW)),
                    "endpoint add 10.0.0.1: too many addresses or duplicate one: -17 (EEXIST)"),
            done("endpoint-delete", pm -> pm.delete(255)),
            refused("endpoint-delete-unknown", pm -> pm.delete(9), "endpoint delete id 9: address not found (EINVAL)"),
            done("endpoint-delete-initial", pm -> pm.deleteInitial(address("10.0.0.1"))),
            done("endpoint-change", pm -> pm.change(255, FULLMESH, BACKUP)),
            done("endpoint-change-nobackup", pm -> pm.change(1)),
            done("endpoint-change-address", pm -> pm.change(address("127.0.0.1"), 8080, BACKUP)),
            returned("endpoint-show", PathManager::endpoints, List.of(ONE, TWO, SIX)),
            returned("endpoint-show-none", PathManager::endpoints, List.of()),
            returned("endpoint-show-id", pm -> pm.get(2), TWO),
            done("endpoint-flush", PathManager::flush),
            returned("limits-show", PathManager::limits, new Limits(2, 0)),
            done("limits-set", pm -> pm.setLimits(new Limits(5, 3))),
            refused(
                    "limits-set-too-large",
                    pm -> pm.setSubflowLimit(999),
                    "limits set: limit greater than maximum (8) (EINVAL)")));

    @TestFactory
    Stream<DynamicTest> isWhatIpDoes() {
        return RECORDINGS.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> entry.getValue().replay(entry.getKey())));
    }

    @Test
    void everyRecordingIsUsed() throws IOException, URISyntaxException {
        var recorded = new TreeSet<String>();
        try (var files = Files.newDirectoryStream(
                Path.of(Golden.class.getResource("/golden/endpoint-add.hex").toURI())
                        .getParent(),
                "{endpoint,limits}-*")) {
            files.forEach(file -> recorded.add(file.getFileName().toString().replace(".hex", "")));
        }
        assertEquals(recorded, RECORDINGS.keySet());
    }

    private static Map.Entry<String, Recording> done(String name, Action action) {
        return returned(
                name,
                pathManager -> {
                    action.run(pathManager);
                    return "done";
                },
                "done");
    }

    private static Map.Entry<String, Recording> refused(String name, Action action, String message) {
        return returned(
                name,
                pathManager -> assertThrows(LinuxException.class, () -> action.run(pathManager))
                        .getMessage(),
                message);
    }

    private static Map.Entry<String, Recording> returned(String name, Query query, Object expected) {
        return Map.entry(name, new Recording(query, expected));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private record Recording(Query query, Object expected) {
        void replay(String name) throws IOException {
            Golden golden = Golden.read(name);
            var kernel = new FakeKernel();
            golden.replay(kernel);
            try (var pathManager = new PathManager(new NetlinkConnection(kernel))) {
                assertEquals(expected, query.ask(pathManager));
            }
            golden.assertRequests(kernel.requests());
            kernel.afterEach(null);
        }
    }

    private interface Action {
        void run(PathManager pathManager) throws IOException;
    }

    private interface Query {
        Object ask(PathManager pathManager) throws IOException;
    }
}
