package mptcp4j.pm;

import java.io.IOException;
import java.net.InetAddress;
import mptcp4j.pm.Steered.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Connections steered from user space in each test's namespace, where 2001:db8::1 to 2001:db8::3 are on loopback, too. */
abstract class SteeredInNetns extends PathManagerInNetns {
    static final InetAddress FIRST = Steered.FIRST;
    static final InetAddress SECOND = Steered.SECOND;
    static final InetAddress THIRD = Steered.THIRD;
    static final InetAddress NOT_OURS = Steered.literal("192.0.2.77");

    Steered steered;

    @BeforeEach
    void steer() throws IOException {
        for (int i = 1; i <= 3; i++) {
            String address = "2001:db8::" + i;
            ip("address", "add", address + "/128", "dev", "lo", "nodad");
            Steered.await(
                    true, () -> ip("-6", "route", "show", "table", "local").contains(address + " "));
        }
        steered = Steered.in(netns);
    }

    @AfterEach
    void closeAll() throws IOException {
        if (steered != null) {
            steered.close();
        }
    }

    ConnectionPathManager client(Connected connected) throws IOException {
        return pathManager.connection(connected.token());
    }

    ConnectionPathManager server(Connected connected) throws IOException {
        return pathManager.connection(connected.serverToken());
    }
}
