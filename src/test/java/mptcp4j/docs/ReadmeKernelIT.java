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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Requires;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.PathManager;
import mptcp4j.socket.Mptcp;
import org.junit.jupiter.api.Test;

/** The README's code is the code that is run here, and it does what the README says. */
class ReadmeKernelIT {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""));
    private static final Path EXAMPLE = Path.of("src/test/java/mptcp4j/docs/ReadmeExample.java");

    @Test
    void itsCodeIsThatOfTheExample() throws IOException {
        assertEquals(examples(), codeOfReadme());
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

    private static List<String> examples() throws IOException {
        return blocks(EXAMPLE, "// README: ", "// README: end");
    }

    private static List<String> codeOfReadme() throws IOException {
        return blocks(Path.of("README.md"), "```java", "```");
    }

    /** Returns the blocks of a file between two lines, each without its indentation, sorted. */
    private static List<String> blocks(Path file, String start, String end) throws IOException {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : Files.readAllLines(ROOT.resolve(file))) {
            if (block != null && line.strip().equals(end)) {
                blocks.add(block.toString().stripTrailing().stripIndent());
                block = null;
            } else if (block != null) {
                block.append(line).append('\n');
            } else if (line.strip().startsWith(start)) {
                block = new StringBuilder();
            }
        }
        return blocks.stream().sorted().toList();
    }
}
