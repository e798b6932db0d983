package mptcp4j.socket;

import java.io.IOException;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Each test has two hosts with two paths, and a connection over the first that both ends steer. */
abstract class SteeredConnection {
    SteeredHosts lab;
    Connected connected;

    @BeforeEach
    void connect() throws IOException {
        lab = SteeredHosts.create(2);
        connected = lab.connect();
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }
}
