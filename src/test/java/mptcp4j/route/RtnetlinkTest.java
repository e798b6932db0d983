package mptcp4j.route;

import static mptcp4j.netlink.Bytes.little;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.FakeKernel;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RtnetlinkTest {
    @RegisterExtension
    final FakeKernel kernel = new FakeKernel();

    private final Rtnetlink rtnetlink = new Rtnetlink(new NetlinkConnection(kernel));

    @AfterEach
    void close() {
        rtnetlink.close();
    }

    @Test
    void readsALink() throws IOException {
        kernel.thenMessage(little("00000100 07000000 00000000 00000000 07000300 63300000"))
                .thenAck();
        assertEquals(new Link(7, "c0", "", 0, false, OperationalState.UNKNOWN, 0, 0), rtnetlink.link("c0"));
        assertEquals("0000000000000000000000000000000007000300" + "63300000", kernel.lastRequest());
    }

    @Test
    void refusesAnAnswerThatIsCut() {
        kernel.thenMessage(new byte[15]).end();
        assertThrows(MalformedException.class, () -> rtnetlink.link(7));
    }

    @Test
    void passesOnTheKernelsWords() throws IOException {
        kernel.thenError(Errno.EEXIST, "Address already assigned");
        var prefix = new Prefix(InetAddress.getByName("10.0.0.1"), 24);
        NetlinkException refused = assertThrows(NetlinkException.class, () -> rtnetlink.putAddress(7, prefix));
        assertEquals("address add 10.0.0.1/24 dev 7: Address already assigned (EEXIST)", refused.getMessage());
    }

    @Test
    void saysWhatIsMissingWithoutNetem() {
        kernel.thenError(Errno.ENOENT, "Specified qdisc kind is unknown");
        var netem = new Qdisc.NetworkEmulator(Duration.ofMillis(20), Duration.ZERO, 0, 100);
        LinuxException refused = assertThrows(LinuxException.class, () -> rtnetlink.setQdisc(7, 0x10000, netem));
        assertEquals(
                "qdisc replace dev 7 netem: the kernel has no netem queueing discipline (CONFIG_NET_SCH_NETEM):"
                        + " cannot delay or lose packets (ENOENT)",
                refused.getMessage());
        assertEquals(NetlinkException.class, refused.getCause().getClass());
    }

    @Test
    void anotherRefusalOfNetemStaysWhatItIs() {
        kernel.thenError(Errno.EINVAL);
        var netem = new Qdisc.NetworkEmulator(Duration.ofMillis(20), Duration.ZERO, 0, 100);
        LinuxException refused = assertThrows(LinuxException.class, () -> rtnetlink.setQdisc(7, 0x10000, netem));
        assertEquals("qdisc replace dev 7 netem: invalid argument (EINVAL)", refused.getMessage());
    }
}
