package mptcp4j.pm;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.Bytes;
import mptcp4j.netlink.FakeKernel;
import mptcp4j.netlink.NetlinkConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** The bytes of the commands, and kernels other than the running one. */
class ConnectionPathManagerTest {
    private static final long TOKEN = 0xfedcba98L;
    private static final InetAddress HERE = Steered.literal("10.0.0.1");
    private static final InetAddress THERE = Steered.literal("10.0.0.2");
    private static final InetSocketAddress LOCAL = new InetSocketAddress(HERE, 0x1234);
    private static final InetSocketAddress REMOTE = new InetSocketAddress(THERE, 0x5678);

    private static final String ADDR_HERE = "06000500 34120000 06000100 02000000 08000300 0a000001";
    private static final String ADDR_THERE = "06000500 78560000 06000100 02000000 08000300 0a000002";
    private static final String WITH_TOKEN = "08000400 98badcfe";

    @RegisterExtension
    final FakeKernel kernel = new FakeKernel();

    private PathManager pathManager;
    private ConnectionPathManager connection;

    /** Opens the path manager of a kernel that has the commands up to this one. */
    private void open(int commands) throws IOException {
        kernel.thenReply(attributes -> attributes.u16(1, 28).nest(6, ops -> {
                    for (int i = 1; i <= commands; i++) {
                        int command = i;
                        ops.nest(i, op -> op.u32(1, command).u32(2, 0));
                    }
                }))
                .thenAck();
        pathManager = new PathManager(new NetlinkConnection(kernel));
        connection = pathManager.connection(TOKEN);
    }

    @AfterEach
    void close() {
        pathManager.close();
    }

    @Test
    void announceHasSignalWhateverIsGiven() throws IOException {
        open(11);
        kernel.thenAck();
        connection.announce(new LocalAddress(7, HERE, 0x1234, 3, EndpointFlags.of(BACKUP)));
        sent("08010000" + WITH_TOKEN + "34000180 05000200 07000000 08000600 05000000 08000700 03000000" + ADDR_HERE);
    }

    @Test
    void removeNamesTheId() throws IOException {
        open(11);
        kernel.thenAck().thenAck();
        connection.remove(255);
        sent("09010000" + WITH_TOKEN + "05000500 ff000000");
        connection.remove(0);
        sent("09010000" + WITH_TOKEN + "05000500 00000000");
    }

    @Test
    void createSubflowHasBothEnds() throws IOException {
        open(11);
        kernel.thenAck();
        connection.createSubflow(
                new LocalAddress(7, HERE, 0x1234, 3, EndpointFlags.of(BACKUP)), new RemoteAddress(9, THERE, 0x5678));
        sent("0a010000 34000180 05000200 07000000 08000600 04000000 08000700 03000000" + ADDR_HERE + WITH_TOKEN
                + "24000680 05000200 09000000" + ADDR_THERE);
    }

    @Test
    void destroyAndBackupNameTheFour() throws IOException {
        open(11);
        kernel.thenAck().thenAck().thenAck();
        connection.destroySubflow(LOCAL, REMOTE);
        sent("0b010000 1c000180" + ADDR_HERE + WITH_TOKEN + "1c000680" + ADDR_THERE);
        connection.setBackup(LOCAL, REMOTE, true);
        sent("07010000 24000180 08000600 04000000" + ADDR_HERE + WITH_TOKEN + "1c000680" + ADDR_THERE);
        connection.setBackup(LOCAL, REMOTE, false);
        sent("07010000 1c000180" + ADDR_HERE + WITH_TOKEN + "1c000680" + ADDR_THERE);
    }

    @Test
    void subflowOverIpv4IsLookedForAsASocketForIpv6HasIt() throws IOException {
        open(11);
        kernel.thenError(Errno.ESRCH).thenAck().thenError(Errno.ESRCH).thenError(Errno.ESRCH, "subflow not found");
        connection.destroySubflow(LOCAL, REMOTE);
        sent("0b010000 28000180 06000500 34120000 06000100 0a000000 14000400 00000000000000000000ffff 0a000001"
                + WITH_TOKEN
                + "28000680 06000500 78560000 06000100 0a000000 14000400 00000000000000000000ffff 0a000002");
        refused(
                "subflow destroy 0xfedcba98 local 10.0.0.1 port 4660 remote 10.0.0.2 port 22136: subflow not found (ESRCH)",
                () -> connection.destroySubflow(LOCAL, REMOTE));
        InetSocketAddress six = new InetSocketAddress(Inet6Address.getLoopbackAddress(), 1);
        assertEquals(5, kernel.requests().size());
        kernel.thenError(Errno.EINVAL);
        assertThrows(LinuxException.class, () -> connection.destroySubflow(LOCAL, six));
        assertEquals(6, kernel.requests().size(), "asked once");
    }

    @Test
    void addressesAreAskedByToken() throws IOException {
        open(11);
        tellsPolicies(List.of(1, 4));
        kernel.thenEntry(attributes -> entry(attributes, new LocalAddress(1, HERE, 80, 2, new EndpointFlags(0x41))))
                .thenEntry(attributes -> entry(attributes, LocalAddress.of(2, THERE)))
                .thenEntry(attributes -> entry(attributes, new LocalAddress(3, THERE, 1, -1, EndpointFlags.of())))
                .thenDone(0);
        assertEquals(
                List.of(
                        new LocalAddress(1, HERE, 80, 2, new EndpointFlags(0x41)), // of a newer kernel
                        LocalAddress.of(2, THERE),
                        new LocalAddress(3, THERE, 1, -1, EndpointFlags.of())),
                connection.addresses(),
                "as it is told");
        sent("03010000" + WITH_TOKEN);
        kernel.thenReply(attributes -> entry(attributes, LocalAddress.of(2, THERE)))
                .thenAck();
        assertEquals(LocalAddress.of(2, THERE), connection.address(2), "the policy is asked once");
        sent("03010000 0c000180 05000200 02000000" + WITH_TOKEN);
    }

    /** Linux 6.7 and 6.8. */
    @Test
    void kernelThatDoesNotReadTheTokenIsNotAsked() throws IOException {
        open(11);
        tellsPolicies(List.of(1));
        tooOldForAddresses();
    }

    /** Linux 5.19 to 6.6: the policy has the token, which other commands read. */
    @Test
    void kernelWithOnePolicyForAllIsNotAsked() throws IOException {
        open(11);
        kernel.thenEntry(attributes ->
                        attributes.nest(9, ops -> ops.nest(3, op -> op.u32(1, 0).u32(2, 0))))
                .thenEntry(attributes -> attributes.nest(9, ops -> ops.nest(8, op -> op.u32(1, 0))))
                .thenEntry(attributes -> attributes.nest(
                        8,
                        all -> all.nest(0, policy -> policy.nest(1, type -> {}).nest(4, type -> {}))))
                .thenDone(0);
        tooOldForAddresses();
    }

    /** Linux 5.9 and before. */
    @Test
    void kernelThatTellsNoPolicyIsNotAsked() throws IOException {
        open(6);
        kernel.thenError(Errno.EOPNOTSUPP);
        tooOldForAddresses();
    }

    private void tooOldForAddresses() {
        String words = ": this kernel does not tell the addresses of a connection: needs Linux 6.9 (EOPNOTSUPP)";
        refused("address show 0xfedcba98" + words, () -> connection.addresses());
        refused("address show 0xfedcba98 id 7" + words, () -> connection.address(7));
    }

    /** Linux 5.18 and before would change an endpoint. */
    @Test
    void kernelWithoutTheUserspacePathManagerIsNotTold() throws IOException {
        open(7);
        List<Executable> all = List.of(
                () -> connection.announce(LocalAddress.of(1, HERE)),
                () -> connection.remove(1),
                () -> connection.createSubflow(LocalAddress.of(1, HERE), RemoteAddress.of(REMOTE)),
                () -> connection.destroySubflow(LOCAL, REMOTE),
                () -> connection.setBackup(LOCAL, REMOTE, true));
        for (Executable one : all) {
            LinuxException e = assertThrows(LinuxException.class, one);
            assertEquals(Errno.EOPNOTSUPP, e.errno());
            assertEquals("this kernel has no userspace path manager: needs Linux 5.19", e.detail());
        }
        assertEquals(1, kernel.requests().size());
    }

    @Test
    void wrongArgumentsAreRefusedBeforeTheKernelIsAsked() throws IOException {
        open(11);
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("a.example", 1);
        List<Executable> all = List.of(
                () -> pathManager.connection(-1),
                () -> pathManager.connection(1L << 32),
                () -> connection.remove(-1),
                () -> connection.remove(256),
                () -> connection.address(0),
                () -> connection.destroySubflow(unresolved, REMOTE),
                () -> connection.setBackup(LOCAL, unresolved, true),
                () -> RemoteAddress.of(unresolved),
                () -> RemoteAddress.of(new InetSocketAddress(HERE, 0)),
                () -> RemoteAddress.of(REMOTE).withId(256),
                () -> LocalAddress.of(-1, HERE),
                () -> LocalAddress.of(1, HERE).withPort(65536),
                () -> LocalAddress.of(1, HERE).withInterface(-1));
        for (Executable one : all) {
            assertThrows(IllegalArgumentException.class, one);
        }
        assertEquals(TOKEN, connection.token());
    }

    private void tellsPolicies(List<Integer> attributesOfGet) {
        kernel.thenEntry(attributes ->
                        attributes.nest(9, ops -> ops.nest(3, op -> op.u32(1, 5).u32(2, 5))))
                .thenEntry(attributes -> attributes.nest(9, ops -> ops.nest(8, op -> op.u32(1, 6))))
                .thenEntry(attributes -> attributes.nest(8, all -> {
                    all.nest(5, policy -> attributesOfGet.forEach(type -> policy.nest(type, kind -> {})));
                    all.nest(6, policy -> policy.nest(4, kind -> {}));
                }))
                .thenDone(0);
    }

    private static void entry(AttributeWriter attributes, LocalAddress address) {
        Consumer<AttributeWriter> fields = nest -> EndpointCodec.write(nest, address.entry());
        attributes.nest(1, fields);
    }

    private void sent(String hex) {
        assertEquals(Bytes.text(Bytes.little(hex)), kernel.lastRequest());
    }

    private static void refused(String message, Executable method) {
        assertEquals(message, assertThrows(LinuxException.class, method).getMessage());
    }
}
