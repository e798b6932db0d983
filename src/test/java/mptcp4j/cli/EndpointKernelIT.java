package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Netns;
import mptcp4j.linux.abi.Kernel;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.PathManager;
import mptcp4j.socket.Mptcp;
import org.junit.jupiter.api.Test;

/** {@code ip mptcp endpoint show} is the witness: on the same namespace it prints the same, byte for byte. */
class EndpointKernelIT extends CliInNetns {
    private static final List<String> WAYS_TO_PRINT = List.of("", "-j", "-j -p", "-json -pretty", "-c=never");

    @Test
    void showsWhatIpShows() throws IOException {
        same(WAYS_TO_PRINT, "endpoint");
        makeEndpoints();
        same(WAYS_TO_PRINT, "endpoint");
        same(WAYS_TO_PRINT, "e s");
        for (String id : List.of("1", "200", "255", "0xc8", "0310")) {
            same(WAYS_TO_PRINT, "endpoint show id " + id);
        }
        same(List.of(""), "endpoint show id 1 i 200");
    }

    /** As iproute2 does since 7.0. */
    @Test
    void coloursAddressesAndInterfaces() throws IOException {
        done(mptcp4j("endpoint", "add", "10.0.0.1", "subflow", "dev", "lo"));
        String paint = Paint.coloured(System.getenv()).dark() ? "1;" : "";
        String coloured =
                String.format("\u001b[%s35m10.0.0.1 \u001b[0mid 1 subflow dev \u001b[%1$s36mlo \u001b[0m%n", paint);
        assertEquals(coloured, done(mptcp4j("-c", "endpoint")));
        assertEquals(coloured, done(mptcp4j("endpoint", "-c", "show")));
        if (ipVersion().has(new Kernel(7, 0))) {
            done(mptcp4j("endpoint", "flush"));
            makeEndpoints();
            same(List.of("-c", "-color", "-c=always"), "endpoint");
        }
    }

    /** Linux has it since 6.18, which drops what it does not know, iproute2 since 6.19. */
    @Test
    void showsLaminar() throws IOException {
        done(mptcp4j("endpoint", "add", "10.0.0.1", "subflow", "laminar"));
        boolean known = Kernel.running().has(new Kernel(6, 18));
        assertEquals("10.0.0.1 id 1 subflow " + (known ? "laminar " : "") + "\n", done(mptcp4j("endpoint")));
        assertEquals(
                "[{\"address\":\"10.0.0.1\",\"id\":1,\"subflow\":true" + (known ? ",\"laminar\":true" : "") + "}]\n",
                done(mptcp4j("endpoint", "-j")));
        if (ipVersion().has(new Kernel(6, 19))) {
            same(WAYS_TO_PRINT, "endpoint");
        }
    }

    /** The source of a subflow to an address that the server announced becomes an endpoint of its own. */
    @Test
    void showsWhatTheKernelMadeItself() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(2));
                Netns client = lab.client().call(Netns::current);
                PathManager here = client.call(PathManager::open);
                PathManager there = lab.server().call(PathManager::open)) {
            here.flush();
            there.add(Endpoint.of(lab.server().address(1), EndpointFlag.SIGNAL));
            var address = new InetSocketAddress(lab.server().address(0), 8000);
            try (ServerSocketChannel listener = lab.server()
                            .call(() -> Mptcp.openServerSocketChannel().bind(new InetSocketAddress(8000)));
                    SocketChannel channel = client.call(Mptcp::openSocketChannel)) {
                channel.connect(address);
                channel.write(ByteBuffer.allocate(1));
                while (here.endpoints().isEmpty()) {
                    LockSupport.parkNanos(1_000_000); // until the time of the test is over
                }
                assertEquals("10.0.1.1 id 1 implicit \n", done(mptcp4j(client, "endpoint")));
                if (ipVersion().has(new Kernel(6, 5))) {
                    assertEquals(done(ip(client, "mptcp", "endpoint")), done(mptcp4j(client, "endpoint")));
                }
                listener.accept().close();
            }
        }
    }

    @Test
    void worksInTheNamespaceThatOptionNNames() throws IOException {
        done(mptcp4j("endpoint", "add", "10.0.0.1", "subflow", "dev", "lo"));
        String file = "/proc/self/fd/" + netns.fd().number();
        var terminal = new MemoryTerminal();
        assertEquals(0, terminal.run("-n", file, "endpoint"), terminal.err());
        assertEquals(0, terminal.run("endpoint", "show", "-n", file), terminal.err());
        assertEquals(0, terminal.run("-netns", file, "-j", "e"), terminal.err());
        assertEquals(
                "10.0.0.1 id 1 subflow dev lo \n".repeat(2)
                        + "[{\"address\":\"10.0.0.1\",\"id\":1,\"subflow\":true,\"dev\":\"lo\"}]\n",
                terminal.out());
    }

    @Test
    void aFileThatIsNoNamespaceIsAWrongWord() throws IOException {
        Outcome outcome = mptcp4j("-n", "/dev/null", "endpoint");
        assertEquals(255, outcome.exitCode());
        assertEquals(
                List.of(
                        "mptcp4j: cannot open network namespace \"/dev/null\": it is no network namespace",
                        "Usage: mptcp4j endpoint show [ id ID ]"),
                outcome.err().lines().toList());
    }

    private void makeEndpoints() throws IOException {
        done(ip("link", "add", "c1", "type", "veth", "peer", "name", "s1"));
        done(ip("link", "add", "gone", "type", "veth", "peer", "name", "gone1"));
        for (String endpoint : List.of(
                "10.0.0.4 subflow dev c1",
                "10.0.0.2 id 200 signal subflow backup",
                "10.0.0.3 subflow backup fullmesh dev gone",
                "127.0.0.1 port 7000 signal dev lo",
                "fd00:2::1 subflow",
                "::1 id 255",
                "::ffff:10.7.7.7 signal backup",
                "2001:db8:0:0:1:0:0:1 fullmesh dev if7777")) {
            done(ip(("mptcp endpoint add " + endpoint).split(" ")));
        }
        done(ip("link", "delete", "gone"));
    }

    private void same(List<String> ways, String words) throws IOException {
        for (String way : ways) {
            assertEquals(ip(split(way + " mptcp " + words)), mptcp4j(split(way + " " + words)), way + " " + words);
        }
    }

    private static String[] split(String words) {
        return Stream.of(words.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new);
    }
}
