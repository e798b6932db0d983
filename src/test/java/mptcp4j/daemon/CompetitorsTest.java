package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside what {@code DoctorKernelIT} finds on the machine: processes as {@code /proc} shows them. */
class CompetitorsTest {
    private static final String HERE = "net:[4026531840]";

    @TempDir
    private Path root;

    @Test
    void namesThemWithWhatToDo() throws IOException {
        process("thread-self", "java", HERE);
        process("12", "mptcpd", HERE);
        process("13", "mptcpd", "net:[4026532999]");
        process("9", "NetworkManager", HERE);
        process("14", "NetworkManagerX", HERE);
        Files.createDirectories(root.resolve("proc/15")); // ends at this moment
        assertEquals(
                List.of(new Competitor("NetworkManager", 9), new Competitor("mptcpd", 12)),
                new Competitors(root).processes());
        assertEquals(
                List.of(
                        "NetworkManager (process 9) makes endpoints, and changes rp_filter, from 1.40 on: write [connection]"
                                + " and connection.mptcp-flags=1 into /etc/NetworkManager/conf.d/mptcp.conf, and restart it",
                        "mptcpd (process 12) manages the same connections: systemctl disable --now mptcp.service"),
                new Competitors(root).lines());
    }

    /** One may not see where the process of somebody else is. */
    @Test
    void takesOneForHereThatMayBe() throws IOException {
        process("thread-self", "java", HERE);
        write("proc/12/comm", "mptcpd\n");
        assertEquals(List.of(new Competitor("mptcpd", 12)), new Competitors(root).processes());
    }

    @ParameterizedTest
    @CsvSource({
        "etc/NetworkManager/NetworkManager.conf, 1, none",
        "etc/NetworkManager/conf.d/mptcp.conf, disabled, none",
        "usr/lib/NetworkManager/conf.d/mptcp.conf, 0x1, none",
        "run/NetworkManager/conf.d/mptcp.conf, 0x2, one",
        "etc/NetworkManager/conf.d/mptcp.conf, 2, one",
        "etc/NetworkManager/conf.d/mptcp.txt, 1, one"
    })
    void asksTheConfigurationOfNetworkManager(String file, String flags, String competitors) throws IOException {
        process("thread-self", "java", HERE);
        process("9", "NetworkManager", HERE);
        write(file, "[main]\nplugins=keyfile\n[connection]\nconnection.mptcp-flags = " + flags + "\n");
        assertEquals(
                competitors.equals("none") ? List.of() : List.of(new Competitor("NetworkManager", 9)),
                new Competitors(root).processes());
    }

    @Test
    void theLastFileCounts() throws IOException {
        process("thread-self", "java", HERE);
        process("9", "NetworkManager", HERE);
        write("etc/NetworkManager/NetworkManager.conf", "connection.mptcp-flags=2\n");
        write("etc/NetworkManager/conf.d/10.conf", "connection.mptcp-flags=2\n");
        write("etc/NetworkManager/conf.d/90.conf", "connection.mptcp-flags=1\n");
        assertEquals(List.of(), new Competitors(root).processes());
    }

    @Test
    void needsProc() {
        assertThrows(NoSuchFileException.class, () -> new Competitors(root).processes());
    }

    private void process(String pid, String name, String namespace) throws IOException {
        write("proc/" + pid + "/comm", name + "\n");
        Path link = root.resolve("proc/" + pid + "/ns/net");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(namespace));
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
