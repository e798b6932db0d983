package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mptcp4j.Errno;
import org.junit.jupiter.api.Test;

class MptcpSocketsTest {
    @Test
    void saysWhatToDoAboutEachRefusal() {
        assertEquals(
                "MPTCP is disabled in this network namespace: sysctl -w net.mptcp.enabled=1",
                MptcpSockets.advice(Errno.ENOPROTOOPT));
        assertEquals("this kernel was built without MPTCP (CONFIG_MPTCP)", MptcpSockets.advice(Errno.EPROTONOSUPPORT));
        assertEquals("this kernel has no MPTCP: Linux 5.6 was the first", MptcpSockets.advice(Errno.EINVAL));
        String policy = "a security policy of this system (seccomp, SELinux, AppArmor) forbids MPTCP sockets";
        assertEquals(policy, MptcpSockets.advice(Errno.EPERM));
        assertEquals(policy, MptcpSockets.advice(Errno.EACCES));
        assertEquals("too many open files", MptcpSockets.advice(Errno.EMFILE));
    }
}
