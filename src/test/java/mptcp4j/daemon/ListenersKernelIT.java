package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import mptcp4j.diag.Connections;
import mptcp4j.lab.Host;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where subflows arrive, and who listens there. */
@Timeout(60)
class ListenersKernelIT {
    private static final int HTTPS = 443;

    private ManagedHosts hosts;

    @BeforeEach
    void create() throws IOException {
        hosts = ManagedHosts.create(2);
    }

    @AfterEach
    void close() throws IOException {
        if (hosts != null) {
            hosts.close();
        }
    }

    private Host host() {
        return hosts.client();
    }

    private InetSocketAddress place(int port) {
        return new InetSocketAddress(host().address(1), port);
    }

    private void serve(InetSocketAddress at) throws IOException {
        ServerSocketChannel program = hosts.keep(host().call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE)));
        program.bind(at);
    }

    private Listeners listeners() throws IOException {
        return hosts.keep(new Listeners(hosts.keep(host().call(() -> Connections.open()))));
    }

    private void need(Listeners listeners, InetSocketAddress place) throws IOException {
        host().run(() -> listeners.need(place));
    }

    @Test
    void aProgramThatListensIsEnough() throws IOException {
        serve(new InetSocketAddress(HTTPS));
        need(listeners(), place(HTTPS));
    }

    @Test
    void aProgramThatHasThePortAndTakesNoSubflowsIsNot() throws IOException {
        ServerSocket plain = hosts.keep(host().call(() -> new ServerSocket()));
        host().run(() -> plain.bind(place(8443)));
        Listeners listeners = listeners();
        assertThrows(BindException.class, () -> need(listeners, place(8443)));
    }

    /** As the daemon is in its unit. */
    @Test
    void whoMayNotHaveThePortFindsWhoHasIt(@TempDir Path directory) throws Exception {
        var users = new OtherUsers(directory);
        serve(new InetSocketAddress(HTTPS));
        assertEquals(List.of("served"), ask(users, HTTPS));
        List<String> refusal = ask(users, 80);
        String expected =
                "listen on 10.0.1.1:80: .*; a port below 1024 takes CAP_NET_BIND_SERVICE, or listen = false .*";
        assertEquals(
                List.of(true),
                refusal.stream().map(line -> line.matches(expected)).toList(),
                refusal::toString);
    }

    private List<String> ask(OtherUsers users, int port) throws IOException {
        InetSocketAddress place = place(port);
        return OtherUsers.said(users.start(
                host(),
                Path.of("none"),
                List.of(),
                Asks.class,
                place.getAddress().getHostAddress(),
                "" + port));
    }

    /** Needs a listener, and says what comes of it. */
    static final class Asks {
        private Asks() {}

        public static void main(String[] place) throws IOException {
            try (var connections = Connections.open();
                    var listeners = new Listeners(connections)) {
                listeners.need(new InetSocketAddress(place[0], Integer.parseInt(place[1])));
                System.out.println("served");
            } catch (BindException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
