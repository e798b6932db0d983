package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.pm.PathManagerEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many sockets there are for waits, and what becomes of those that fail. */
class EventSocketsKernelIT {
    private final EventSockets sockets = new EventSockets();
    private final List<PathManagerEvents> opened = new ArrayList<>();
    private Loopback loopback;

    @BeforeEach
    void createNamespace() throws IOException {
        loopback = Loopback.create();
    }

    @AfterEach
    void close() {
        sockets.close();
        if (loopback != null) {
            loopback.close();
        }
    }

    private EventSockets.Turn begin() throws IOException {
        return sockets.begin(() -> {
            PathManagerEvents events = loopback.call(() -> PathManagerEvents.open());
            opened.add(events);
            return events;
        });
    }

    private long open() {
        return opened.stream().filter(PathManagerEvents::isOpen).count();
    }

    @Test
    void areAsManyAsAreWaitedWithAndTwoAtRest() throws IOException {
        List<EventSockets.Turn> turns = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            turns.add(begin());
        }
        assertEquals(5, open());
        for (EventSockets.Turn turn : turns) {
            turn.close();
            turn.close();
            assertEquals(Optional.empty(), turn.next(Duration.ZERO));
        }
        assertEquals(2, open());
        begin().close();
        assertEquals(5, opened.size(), "used again");
        EventSockets.Turn last = begin();
        sockets.close();
        assertEquals(1, open(), "the one that is waited with");
        last.close();
        assertEquals(0, open());
    }

    @Test
    void areNotUsedAgainOnceTheyAreBroken() throws IOException {
        EventSockets.Turn turn = begin();
        opened.get(0).close();
        turn.close();
        begin().close();
        opened.get(1).close();
        LinuxException broken = assertThrows(LinuxException.class, this::begin);
        assertEquals(Errno.EBADF, broken.errno());
        begin().close();
        assertEquals(3, opened.size());
        assertEquals(1, open());
    }
}
