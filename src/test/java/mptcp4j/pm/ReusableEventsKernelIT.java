package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mptcp4j.pm.PathManagerEvent.ListenerCreated;
import mptcp4j.pm.Steered.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReusableEventsKernelIT extends SteeredInNetns {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ReusableEvents socket;

    @BeforeEach
    void openSocket() throws IOException {
        socket = netns.call(() -> ReusableEvents.open(PathManagerEvents.DEFAULT_BUFFER));
    }

    @AfterEach
    void closeSocket() {
        if (socket != null) {
            socket.close();
        }
    }

    @Test
    void tellWhatHappensDuringAStreamAndNothingFromBefore() throws IOException {
        steered.connect();
        PathManagerEvents first = socket.begin().orElseThrow();
        assertEquals(listener(steered.connect()), first.next(PATIENCE), "with more to come");
        assertTrue(socket.begin().isEmpty(), "one at a time");
        first.close();
        first.close();
        assertEquals(Optional.empty(), first.next(PATIENCE));
        steered.connect();
        try (PathManagerEvents second = socket.begin().orElseThrow()) {
            assertEquals(listener(steered.connect()), second.next(PATIENCE));
        }
    }

    private static Optional<PathManagerEvent> listener(Connected connected) {
        return Optional.of(new ListenerCreated(new InetSocketAddress("0.0.0.0", connected.port), List.of()));
    }
}
