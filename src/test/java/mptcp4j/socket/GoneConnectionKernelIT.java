package mptcp4j.socket;

import static mptcp4j.socket.Rfc6897.TCP_MULTIPATH_CONNID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import mptcp4j.LinuxException;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that the peer has aborted, whose socket is open still: whatever is asked, the answer is that it has ended. */
@Timeout(30)
class GoneConnectionKernelIT {
    private SteeredHosts lab;
    private Connected connected;
    private MptcpConnection client;

    @BeforeEach
    void connect() throws IOException {
        lab = SteeredHosts.create(2);
        connected = lab.connect();
        client = connected.client();
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    /** The kernel's door may know the token from before, and then it is the kernel that knows of no such connection. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyCommandSaysSo(boolean steeredBefore) throws IOException {
        if (steeredBefore) {
            lab.client().run(() -> client.announce(lab.client().address(1)));
        }
        connected.pair().server().setOption(StandardSocketOptions.SO_LINGER, 0);
        connected.pair().server().close();
        assertThrows(IOException.class, () -> connected.pair().client().read(ByteBuffer.allocate(1)));
        Map<String, String> said = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        for (Map.Entry<String, Command> each : commands().entrySet()) {
            said.put(each.getKey(), refusal(each.getValue()));
            expected.put(each.getKey(), "ENOTCONN " + Control.ENDED);
        }
        if (steeredBefore) {
            String words = "ENOTCONN invalid token: " + Control.ENDED;
            expected.putAll(Map.of("announce", words, "withdraw", words, "open", words + " (CLOSE)"));
        }
        assertEquals(expected, said);
    }

    private Map<String, Command> commands() {
        InetAddress second = lab.client().address(1);
        Map<String, Command> all = new LinkedHashMap<>();
        all.put("token", client::token);
        all.put("CONNID", () -> TCP_MULTIPATH_CONNID.get(client));
        all.put("open", () -> client.openSubflow(SubflowSpec.from(second)));
        all.put("close", () -> client.closeSubflow(1));
        all.put("backup", () -> client.setBackup(1, true));
        all.put("duplicate", () -> client.duplicate(1));
        all.put("refresh", () -> client.refresh(1, Refresh.MAKE_BEFORE_BREAK));
        all.put("announce", () -> client.announce(second));
        all.put("withdraw", () -> client.withdraw(1));
        all.put("get", () -> client.getOption(1, SubflowOption.TCP_INFO));
        all.put("set", () -> client.setOption(1, SubflowOption.IP_TOS, 28));
        return all;
    }

    private String refusal(Command command) {
        LinuxException e = assertThrows(LinuxException.class, () -> lab.client().run(command::run));
        return e.errno().symbol() + " " + e.detail();
    }

    @FunctionalInterface
    private interface Command {
        void run() throws IOException;
    }
}
