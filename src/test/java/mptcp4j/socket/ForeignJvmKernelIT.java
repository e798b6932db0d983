package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import mptcp4j.LinuxException;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a JVM whose channels cannot become MPTCP ones, plain TCP is what is given, unless MPTCP is required. */
class ForeignJvmKernelIT {
    @BeforeEach
    void needsMptcp() {
        Requires.mptcp();
    }

    @Test
    void channelsOfAnotherProvider() throws IOException {
        List<String> options = List.of(
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "-Djava.nio.channels.spi.SelectorProvider=" + ForeignProvider.class.getName());
        assertEquals(
                List.of(
                        "PASSES_ON",
                        "prefer: open",
                        "require: open",
                        "upgrade: true",
                        "REMEMBERS",
                        "prefer: open",
                        "require: upgrade: no descriptor of this process belongs to the socket: it has an implementation"
                                + " of its own (SocketImpl, SelectorProvider) (EOPNOTSUPP), IllegalArgumentException",
                        "upgrade: IllegalArgumentException",
                        "LACKS",
                        "prefer: open",
                        "require: upgrade: not a TCP socket of the JDK (EOPNOTSUPP), IllegalArgumentException",
                        "upgrade: IllegalArgumentException"),
                OwnJvm.run(options, EveryTagging.class));
    }

    static final class EveryTagging {
        public static void main(String[] arguments) throws IOException {
            for (ForeignProvider.Tagging tagging : ForeignProvider.Tagging.values()) {
                System.out.println(tagging);
                ((ForeignProvider) SelectorProvider.provider()).tag(tagging);
                OpenAndUpgrade.main(arguments);
            }
        }
    }

    @Test
    void withoutTheModuleJdkNet() throws IOException {
        assertEquals(
                List.of(
                        "prefer: open",
                        "require: upgrade: this JVM has no module jdk.net (ENOSYS), NoClassDefFoundError",
                        "upgrade: false"),
                OwnJvm.run(List.of("--limit-modules=java.base,java.logging"), OpenAndUpgrade.class));
    }

    /** Says what becomes of a channel that was opened in each way. */
    static final class OpenAndUpgrade {
        public static void main(String[] arguments) throws IOException {
            try (ServerSocketChannel preferred = Mptcp.openServerSocketChannel()) {
                System.out.println("prefer: " + (preferred.isOpen() ? "open" : "closed"));
            }
            try (ServerSocketChannel required = Mptcp.openServerSocketChannel(MptcpMode.REQUIRE)) {
                System.out.println("require: " + (required.isOpen() ? "open" : "closed"));
            } catch (LinuxException e) {
                System.out.println("require: " + e.getMessage() + ", "
                        + e.getCause().getClass().getSimpleName());
            }
            try (ServerSocketChannel own = ServerSocketChannel.open()) {
                System.out.println("upgrade: " + Mptcp.upgrade(own));
            } catch (IllegalArgumentException e) {
                System.out.println("upgrade: " + e.getClass().getSimpleName());
            }
        }
    }
}
