package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Kernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The parameters of a namespace of the test's own. */
class MptcpSysctlsKernelIT {
    private static final Path DIRECTORY = Path.of("/proc/sys/net/mptcp");

    private Netns netns;
    private MptcpSysctls sysctls;

    @BeforeEach
    void createNamespace() throws IOException {
        Requires.mptcp();
        netns = Netns.create();
        sysctls = MptcpSysctls.of(Path.of("/proc/self/fd/" + netns.fd().number()));
    }

    @AfterEach
    void closeNamespace() {
        netns.close();
    }

    @Test
    void readsAllThatTheKernelHas() throws IOException {
        Requires.program("grep");
        Map<String, String> expected = new TreeMap<>();
        netns.run(() -> {
            Process grep = new ProcessBuilder("grep", "-r", "", DIRECTORY.toString()).start();
            new String(grep.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> {
                        String[] nameAndValue = line.substring(
                                        DIRECTORY.toString().length() + 1)
                                .split(":", 2);
                        expected.put(nameAndValue[0], nameAndValue[1].strip());
                    });
            assertEquals(0, grep.waitFor());
        });
        assertEquals(expected, sysctls.all());
        assertEquals("120", sysctls.all().get("add_addr_timeout"));
        for (Map.Entry<String, String> one : expected.entrySet()) {
            assertEquals(one.getValue(), sysctls.get(one.getKey()));
        }
    }

    @Test
    void setsOneOfItsNamespaceAlone() throws IOException {
        String outside = MptcpSysctls.ofThread().get("add_addr_timeout");
        sysctls.set("add_addr_timeout", "77");
        assertEquals("77", sysctls.get("add_addr_timeout"));
        assertEquals("77", netns.call(() -> MptcpSysctls.ofThread().get("add_addr_timeout")));
        assertEquals(outside, MptcpSysctls.ofThread().get("add_addr_timeout"));
        netns.run(() -> MptcpSysctls.ofThread().set("add_addr_timeout", "78"));
        assertEquals("78", sysctls.get("add_addr_timeout"));
        assertEquals(outside, MptcpSysctls.ofThread().all().get("add_addr_timeout"));
    }

    @Test
    void twoNamesOfThePathManagerFollowEachOther() throws IOException {
        Requires.that(Kernel.running().has(new Kernel(6, 15)), "needs Linux 6.15");
        sysctls.set("path_manager", "userspace");
        assertEquals("1", sysctls.get("pm_type"));
        sysctls.set("pm_type", "0");
        assertEquals("kernel", sysctls.get("path_manager"));
    }

    @Test
    void nameThatTheKernelDoesNotHaveIsRefused() {
        for (String name : List.of("no_such", "", ".", "..", "../ipv4/ip_forward", "mptcp/enabled", "enabled\0")) {
            LinuxException e = refused(Errno.ENOENT, () -> sysctls.get(name));
            assertEquals("sysctl net.mptcp." + name + ": this kernel has no such parameter (ENOENT)", e.getMessage());
            refused(Errno.ENOENT, () -> sysctls.set(name, "1"));
        }
    }

    @Test
    void valueThatItCannotHaveIsRefusedAndTheOldOneStays() throws IOException {
        String before = sysctls.get("stale_loss_cnt");
        LinuxException e = refused(Errno.EINVAL, () -> sysctls.set("stale_loss_cnt", "many"));
        assertEquals("sysctl net.mptcp.stale_loss_cnt=many: invalid argument (EINVAL)", e.getMessage());
        refused(Errno.EINVAL, () -> sysctls.set("pm_type", "7"));
        assertEquals(before, sysctls.get("stale_loss_cnt"));
    }

    @Test
    void unknownSchedulerIsToldFromAnUnknownName() {
        Requires.that(Kernel.running().has(new Kernel(6, 10)), "needs Linux 6.10");
        LinuxException e = refused(Errno.ENOENT, () -> sysctls.set("scheduler", "no_such"));
        assertEquals("there is none of that name: there is default", e.detail());
    }

    @Test
    void whatCanOnlyBeReadIsNotSet() {
        Requires.that(Kernel.running().has(new Kernel(6, 10)), "needs Linux 6.10");
        LinuxException e = refused(Errno.EACCES, () -> sysctls.set("available_schedulers", "default"));
        assertEquals("it can only be read", e.detail());
    }

    @Test
    void namespaceThatIsNoneIsRefused() {
        refused(
                Errno.ENOENT,
                () -> MptcpSysctls.of(Path.of("/run/netns/no-such-name")).all());
        refused(Errno.EINVAL, () -> MptcpSysctls.of(Path.of("/dev/null")).get("enabled"));
    }

    private static LinuxException refused(Errno errno, Executable method) {
        LinuxException e = assertThrows(LinuxException.class, method);
        assertEquals(errno, e.errno(), e.getMessage());
        return e;
    }
}
