package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import mptcp4j.linux.BpfRights;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MptcpSupportKernelIT {
    private Loopback loopback;

    @BeforeEach
    void createNamespace() throws IOException {
        loopback = Loopback.create();
    }

    @AfterEach
    void closeNamespace() {
        if (loopback != null) {
            loopback.close();
        }
    }

    @Test
    void supportSaysWhatWorksHere() throws IOException {
        MptcpSupport support = loopback.call(Mptcp::support);
        assertEquals(System.getProperty("os.version"), support.kernel());
        assertTrue(support.libc().available());
        assertEquals(Capability.yes("net.mptcp.enabled=1"), support.enabled());
        assertEquals(Capability.yes("socket(IPPROTO_MPTCP)"), support.sockets());
        assertTrue(support.info().available() || !KernelRelease.running().isAtLeast(5, 16), "info");
        assertTrue(support.subflows().available() || !KernelRelease.running().isAtLeast(6, 5), "subflows");
        assertTrue(support.isMptcp().available() || !KernelRelease.running().isAtLeast(6, 10), "isMptcp");
        assertEquals(Capability.yes("mptcp_pm"), support.pathManager());
        assertEquals(Capability.yes("mptcp_pm_events"), support.events());
    }

    @Test
    void optionsOfOneSubflowTakeBpf() throws IOException {
        BpfRights.require();
        assertEquals(
                Capability.yes("libbpf, BTF, and the right to load programs for BPF"),
                loopback.call(Mptcp::support).options());
    }

    @Test
    void steeringTakesThePathManagerOfUserSpaceBeforeTheSocketsAreMade() throws IOException {
        assertEquals(
                Capability.no("net.mptcp.pm_type=0: sysctl -w net.mptcp.pm_type=1, for sockets made from then on"),
                loopback.call(Mptcp::support).steering());
        loopback.sysctl("net.mptcp.pm_type", 1);
        assertEquals(
                Capability.yes("net.mptcp.pm_type=1"),
                loopback.call(Mptcp::support).steering());
    }

    @Test
    void supportSaysWhyNot() throws IOException {
        loopback.sysctl("net.mptcp.enabled", 0);
        MptcpSupport support = loopback.call(Mptcp::support);
        assertEquals(Capability.no("net.mptcp.enabled=0: sysctl -w net.mptcp.enabled=1"), support.enabled());
        assertFalse(support.sockets().available());
        assertTrue(
                support.sockets().detail().contains("ENOPROTOOPT"),
                support.sockets().detail());
        assertEquals(Capability.no("no MPTCP socket to ask"), support.info());
        assertTrue(support.pathManager().available(), "endpoints can be managed all the same");
    }
}
