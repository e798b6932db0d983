package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mptcp4j.LinuxException;
import mptcp4j.linux.Backends;
import org.junit.jupiter.api.Test;

/** Without a way to call the C library, sockets are plain TCP ones, in a JVM of its own. */
class NoBackendTest {
    @Test
    void preferGivesPlainTcpAndRequireSaysWhy() throws IOException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("jna-"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> said = OwnJvm.run(classPath, List.of("-D" + Backends.PROPERTY + "=jna"), Child.class);
        assertEquals(
                List.of(
                        "false false",
                        "true true",
                        "socket(IPPROTO_MPTCP): no way to call the C library: needs JDK 22 or later with"
                                + " --enable-native-access, or net.java.dev.jna:jna on the class path (ENOSYS)",
                        "false false false false"),
                said);
    }

    static final class Child {
        public static void main(String[] arguments) throws IOException {
            try (SocketChannel client = SocketChannel.open();
                    ServerSocketChannel server = ServerSocketChannel.open()) {
                System.out.println(Mptcp.upgrade(client) + " " + Mptcp.upgrade(server));
            }
            try (SocketChannel client = Mptcp.openSocketChannel();
                    ServerSocketChannel server = Mptcp.openServerSocketChannel()) {
                System.out.println(client.isOpen() + " " + server.isOpen());
            }
            try {
                Mptcp.openSocketChannel(MptcpMode.REQUIRE);
            } catch (LinuxException e) {
                System.out.println(e.getMessage());
            }
            MptcpSupport support = Mptcp.support();
            System.out.println(support.libc().available() + " "
                    + support.sockets().available() + " " + support.info().available() + " "
                    + support.pathManager().available());
        }
    }
}
