package mptcp4j.pm;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static mptcp4j.pm.EndpointFlag.FULLMESH;
import static mptcp4j.pm.EndpointFlag.IMPLICIT;
import static mptcp4j.pm.EndpointFlag.SIGNAL;
import static mptcp4j.pm.EndpointFlag.SUBFLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.FakeKernel;
import mptcp4j.netlink.NetlinkConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** What the golden bytes of {@link PathManagerGoldenTest} cannot show: refusals, and kernels other than the recorded. */
class PathManagerTest {
    private static final int ATTR_ADDR = 1;

    @RegisterExtension
    final FakeKernel kernel = new FakeKernel();

    private final InetAddress address = InetAddress.getLoopbackAddress();
    private PathManager pathManager;

    @BeforeEach
    void open() throws IOException {
        kernel.thenReply(attributes -> attributes.u16(1, 28)).thenAck();
        pathManager = new PathManager(new NetlinkConnection(kernel));
    }

    @AfterEach
    void close() {
        pathManager.close();
    }

    @Test
    void kernelWithoutThePathManagerSaysWhatItTakes() {
        var old = new FakeKernel().thenError(Errno.ENOENT);
        LinuxException e = assertThrows(LinuxException.class, () -> new PathManager(new NetlinkConnection(old)));
        assertEquals(Errno.ENOENT, e.errno());
        assertEquals(
                "the kernel has no generic netlink family mptcp_pm: needs Linux 5.7 or newer built with CONFIG_MPTCP",
                e.detail());
        old.afterEach(null); // closed
    }

    @Test
    void missingNamespaceIsNamed() {
        LinuxException e =
                assertThrows(LinuxException.class, () -> PathManager.open(Path.of("/run/netns/no-such-name")));
        assertEquals("open /run/netns/no-such-name", e.operation());
        assertEquals(Errno.ENOENT, e.errno());
    }

    @Test
    void refusalsReadLikeTheCommand() {
        refused("endpoint add 127.0.0.1", () -> pathManager.add(Endpoint.of(address, SUBFLOW)));
        refused("endpoint delete id 7", () -> pathManager.delete(7));
        refused("endpoint delete id 0 127.0.0.1", () -> pathManager.deleteInitial(address));
        refused("endpoint change id 7", () -> pathManager.change(7, BACKUP));
        refused("endpoint change 127.0.0.1", () -> pathManager.change(address, 0, BACKUP));
        refused("endpoint show id 7", () -> pathManager.get(7));
        refused("endpoint show", () -> pathManager.endpoints());
        refused("endpoint flush", () -> pathManager.flush());
        refused("limits show", () -> pathManager.limits());
        refused("limits set", () -> pathManager.setLimits(new Limits(9, 9)));
        refused("limits set", () -> pathManager.setSubflowLimit(9));
        refused("change of the path manager", () -> pathManager.requirePermission());
        refused("limits set", () -> pathManager.setAddAddrAcceptedLimit(9));
    }

    @Test
    void lackOfPrivilegeSaysWhichOne() {
        kernel.thenError(Errno.EPERM);
        LinuxException e = assertThrows(LinuxException.class, () -> pathManager.flush());
        assertEquals(
                "endpoint flush: needs CAP_NET_ADMIN in the user namespace that owns the network namespace (EPERM)",
                e.getMessage());
    }

    @Test
    void wrongArgumentsAreRefusedBeforeTheKernelIsAsked() {
        wrong(() -> pathManager.add(new Endpoint(0, address, 0, 0, EndpointFlags.of(IMPLICIT))));
        wrong(() -> pathManager.delete(0));
        wrong(() -> pathManager.delete(256));
        wrong(() -> pathManager.get(0));
        wrong(() -> pathManager.change(0, BACKUP));
        wrong(() -> pathManager.change(7, SIGNAL));
        wrong(() -> pathManager.change(7, BACKUP, SUBFLOW));
        wrong(() -> pathManager.change(address, 65536, BACKUP));
        wrong(() -> pathManager.change(address, 0, SIGNAL));
        wrong(() -> pathManager.setSubflowLimit(-1));
        wrong(() -> pathManager.setAddAddrAcceptedLimit(-1));
    }

    @Test
    void endpointsComeInAsManyDatagramsAsTheKernelLikes() throws IOException {
        Endpoint one = new Endpoint(1, address, 0, 2, EndpointFlags.of(SUBFLOW, FULLMESH));
        Endpoint two = new Endpoint(2, address, 80, 0, new EndpointFlags(0x41));
        kernel.thenEntry(attributes -> attributes.nest(ATTR_ADDR, nest -> EndpointCodec.write(nest, one)))
                .thenEntry(attributes -> attributes
                        .u32(99, 1) // of a newer kernel
                        .nest(ATTR_ADDR, nest -> EndpointCodec.write(nest, two)))
                .thenDone(0);
        assertEquals(List.of(one, two), pathManager.endpoints());
    }

    @Test
    void answerWithoutTheEndpointOrTheLimitsIsMalformed() {
        kernel.thenReply(attributes -> {}).end();
        kernel.thenReply(attributes -> attributes.nest(ATTR_ADDR, nest -> nest.u8(2, 7)))
                .end();
        kernel.thenReply(attributes -> {}).end();
        malformed(() -> pathManager.get(7));
        malformed(() -> pathManager.get(7));
        malformed(() -> pathManager.limits());
    }

    private void refused(String operation, Executable method) {
        kernel.thenError(Errno.EINVAL, "the kernel's words");
        LinuxException e = assertThrows(LinuxException.class, method);
        assertEquals(operation + ": the kernel's words (EINVAL)", e.getMessage());
        assertEquals(operation, e.operation());
    }

    private static void wrong(Executable method) {
        assertThrows(IllegalArgumentException.class, method);
    }

    private static void malformed(Executable method) {
        assertEquals(Errno.EBADMSG, assertThrows(LinuxException.class, method).errno());
    }
}
