package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import mptcp4j.bpf.ThreeSubflows;
import mptcp4j.linux.Backends;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What root of a user namespace reads of one subflow, which BPF is not for, and what is said of the rest: in another process. */
@Timeout(60)
class OptionsWithoutBpfKernelIT {
    private static final String NEEDS =
            "needs CAP_BPF and CAP_PERFMON in the first user namespace, and this process is in" + " another (EPERM)";

    @Test
    void whatOthersKnowIsReadAndWhatIsMissingIsSaid() throws IOException {
        Requires.program("unshare");
        Requires.mptcp();
        assertEquals(
                String.join(
                        "\n",
                        "IP_TOS Integer",
                        "SO_MARK Long",
                        "SO_SNDBUF Integer",
                        "SO_RCVBUF Integer",
                        "SO_MAX_PACING_RATE Long",
                        "SO_BINDTODEVICE String",
                        "TCP_CONGESTION String",
                        "TCP_MAXSEG Integer",
                        "TCP_INFO TcpInfo",
                        "IPV6_TCLASS getsockopt(IPV6_TCLASS) of subflow 2: " + NEEDS,
                        "TCP_USER_TIMEOUT getsockopt(TCP_USER_TIMEOUT) of subflow 2: " + NEEDS,
                        "set setsockopt(IP_TOS) of subflow 2: " + NEEDS,
                        "support no: load a program for BPF: " + NEEDS),
                child());
    }

    private static String child() throws IOException {
        List<String> command = List.of(
                "unshare",
                "-Urn",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-D" + Backends.PROPERTY + "=" + Backends.name(),
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Reads and sets options of the second subflow. */
    static final class Reader {
        public static void main(String[] arguments) throws IOException {
            try (ThreeSubflows three = ThreeSubflows.open()) {
                MptcpConnection client = MptcpConnection.of(three.client);
                three.netns.run(() -> {
                    for (SubflowOption<?> option : List.of(
                            SubflowOption.IP_TOS,
                            SubflowOption.SO_MARK,
                            SubflowOption.SO_SNDBUF,
                            SubflowOption.SO_RCVBUF,
                            SubflowOption.SO_MAX_PACING_RATE,
                            SubflowOption.SO_BINDTODEVICE,
                            SubflowOption.TCP_CONGESTION,
                            SubflowOption.TCP_MAXSEG,
                            SubflowOption.TCP_INFO,
                            SubflowOption.IPV6_TCLASS,
                            SubflowOption.TCP_USER_TIMEOUT)) {
                        System.out.println(option + " " + outcome(client, option));
                    }
                    try {
                        client.setOption(2, SubflowOption.IP_TOS, 4);
                    } catch (IOException e) {
                        System.out.println("set " + e.getMessage());
                    }
                    System.out.println("support " + Mptcp.support().options());
                });
            }
        }

        private static String outcome(MptcpConnection client, SubflowOption<?> option) {
            try {
                return client.getOption(2, option).getClass().getSimpleName();
            } catch (IOException e) {
                return e.getMessage();
            }
        }
    }
}
