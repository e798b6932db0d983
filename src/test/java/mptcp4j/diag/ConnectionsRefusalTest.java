package mptcp4j.diag;

import static mptcp4j.diag.DiagBytes.connection;
import static mptcp4j.diag.DiagBytes.mptcpInfo;
import static mptcp4j.diag.DiagBytes.socket;
import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.netlink.Message.MULTI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.FakeKernel;
import mptcp4j.netlink.NetlinkConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** What the kernel refuses, and what is refused before it is asked. */
class ConnectionsRefusalTest {
    @RegisterExtension
    final FakeKernel kernel = new FakeKernel();

    private final Connections connections = new Connections(new NetlinkConnection(kernel));

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void aTokenHas32Bits() {
        for (long token : new long[] {-1, 1L << 32, 0xfedcba98L + (1L << 32)}) {
            assertThrows(IllegalArgumentException.class, () -> connections.find(token, Detail.CONNECTION));
        }
    }

    @Test
    void kernelThatCannotTellSaysWhatItTakes() {
        kernel.thenError(Errno.ENOENT);
        cannotTell(connections::list);
        kernel.thenError(Errno.ENOENT);
        cannotTell(connections::listeners);
        kernel.thenError(Errno.ENOENT).thenError(Errno.ENOENT);
        cannotTell(() -> connections.find(1, Detail.CONNECTION));
    }

    private static void cannotTell(Executable method) {
        assertEquals(
                "connection show: needs Linux 5.12 or newer built with CONFIG_INET_MPTCP_DIAG and CONFIG_INET_DIAG"
                        + " (EOPNOTSUPP)",
                assertThrows(LinuxException.class, method).getMessage());
    }

    @Test
    void otherRefusalsAreTheKernels() {
        kernel.thenError(Errno.EINVAL, "the kernel's words").thenError(Errno.EPERM, "no");
        assertEquals(
                "connection show: the kernel's words (EINVAL)",
                assertThrows(LinuxException.class, connections::list).getMessage());
        assertEquals(
                "connection show 7: no (EPERM)",
                assertThrows(LinuxException.class, () -> connections.find(7, Detail.CONNECTION))
                        .getMessage());
    }

    @Test
    void answersThatBreakTheFormatAreRefused() {
        malformed(new byte[71]);
        malformed(socket(17, 1, attributes -> attributes.bytes(2, mptcpInfo(96, 1, 1))));
        malformed(socket(AF_INET, 1, attributes -> {}));
        malformed(connection(1, new byte[47]));
        malformed(socket(
                AF_INET, 1, attributes -> attributes.bytes(2, new byte[96]).u64(15, 1)));
        malformed(socket(
                AF_INET, 1, attributes -> attributes.bytes(2, new byte[96]).u32(21, 1)));
    }

    private void malformed(byte[] socket) {
        kernel.thenMessages(MULTI, socket).end();
        assertEquals(
                Errno.EBADMSG,
                assertThrows(LinuxException.class, () -> connections.list()).errno());
    }

    @Test
    void missingNamespaceIsNamed() {
        LinuxException e =
                assertThrows(LinuxException.class, () -> Connections.open(Path.of("/run/netns/no-such-name")));
        assertEquals("open /run/netns/no-such-name", e.operation());
    }
}
