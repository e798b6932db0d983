package mptcp4j.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Requires;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.PathManager;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import org.junit.jupiter.api.Test;

/** The README's code is the code that is run here, and it does what the README says. */
class ReadmeKernelIT {
    @Test
    void itsCodeIsThatOfTheExample() throws IOException {
        assertEquals(DocumentedCode.examples("ReadmeExample.java", "README"), DocumentedCode.ofPage("README.md"));
    }

    @Test
    void theSocketShowsItsSubflows() throws IOException {
        Requires.mptcp();
        try (Lab lab = Lab.of(Topology.twoHosts(2));
                ServerSocketChannel listener = lab.server().call(Mptcp::openServerSocketChannel)) {
            listener.bind(new InetSocketAddress(0));
            var server = new InetSocketAddress(
                    lab.server().address(0), listener.socket().getLocalPort());
            var out = new ByteArrayOutputStream();
            lab.client()
                    .run(() ->
                            ReadmeExample.send(server, ByteBuffer.allocate(1000), new PrintStream(out, true, UTF_8)));
            String first = out.toString(UTF_8).lines().findFirst().orElseThrow();
            assertTrue(first.matches("/10.0.0.1:\\d+ to /10.0.0.2:\\d+: ESTABLISHED, \\d+ us"), first);
        }
    }

    @Test
    void thePathManagerHasTheSecondAddress() throws IOException {
        Requires.mptcp();
        try (Lab lab = Lab.of(Topology.twoHosts(1))) {
            var address = lab.server().address(0);
            lab.server().run(() -> ReadmeExample.useSecondAddress(address));
            try (PathManager pathManager = lab.server().call(PathManager::open)) {
                assertEquals(
                        List.of(address),
                        pathManager.endpoints().stream().map(Endpoint::address).toList());
            }
        }
    }

    /** The listener has a thread of its own, and may be ended before it is told: so it is done until that has printed. */
    @Test
    void steersItsSubflows() throws Exception {
        try (FileServer server = FileServer.start()) {
            var out = new ByteArrayOutputStream();
            String link = server.lab().client().linkName(1);
            String established = "SubflowEstablished[subflow=subflow ";
            var sent = server.whileClientRuns(() -> {
                try (SocketChannel channel = Mptcp.openSocketChannel()) {
                    channel.connect(server.address());
                    FileServer.sayHello(channel);
                    MptcpConnection connection = MptcpConnection.of(channel);
                    for (int i = 0; i < 50 && !out.toString(UTF_8).contains(established); i++) {
                        ReadmeExample.steer(connection, link, new PrintStream(out, true, UTF_8));
                    }
                }
            });
            assertEquals(0, sent.get(60, TimeUnit.SECONDS).length);
            String events = out.toString(UTF_8);
            assertTrue(events.contains(established), events);
            assertTrue(events.matches("(?sm).*^round trip of \\d+ us$.*"), events);
        }
    }
}
