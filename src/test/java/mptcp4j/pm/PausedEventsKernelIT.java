package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.pm.PathManagerEvent.ListenerCreated;
import mptcp4j.pm.Steered.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PausedEventsKernelIT extends SteeredInNetns {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private PathManagerEvents events;

    @BeforeEach
    void openEvents() throws IOException {
        events = netns.call(() -> PathManagerEvents.open());
    }

    @AfterEach
    void closeEvents() {
        if (events != null) {
            events.close();
        }
    }

    @Test
    void tellNothingOfWhatHappensMeanwhileNorOfWhatWaited() throws IOException {
        assertEquals(listener(steered.connect()), events.next(PATIENCE), "with more to come");
        events.pause();
        steered.connect();
        assertEquals(Optional.empty(), events.next(Duration.ZERO));
        events.resume();
        assertEquals(Optional.empty(), events.next(Duration.ZERO));
        assertEquals(listener(steered.connect()), events.next(PATIENCE));
    }

    @Test
    void stayClosed() {
        events.close();
        assertEquals(
                Errno.EBADF, assertThrows(LinuxException.class, events::pause).errno());
        assertEquals(
                Errno.EBADF, assertThrows(LinuxException.class, events::resume).errno());
    }

    private static Optional<PathManagerEvent> listener(Connected connected) {
        return Optional.of(new ListenerCreated(new InetSocketAddress("0.0.0.0", connected.port), List.of()));
    }
}
