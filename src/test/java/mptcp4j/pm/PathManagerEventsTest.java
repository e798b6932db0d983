package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.FakeNotifications;
import mptcp4j.netlink.Message;
import mptcp4j.pm.PathManagerEvent.ConnectionClosed;
import mptcp4j.pm.PathManagerEvent.Malformed;
import mptcp4j.pm.PathManagerEvent.Overflow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PathManagerEventsTest {
    private static final int FAMILY = 28;

    @RegisterExtension
    final FakeNotifications kernel = new FakeNotifications();

    private final PathManagerEvents events = new PathManagerEvents(kernel, FAMILY, 1);

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void tellsWhatTheKernelSaysInItsOrder() throws IOException {
        kernel.then(closed(1)).then(closed(2), closed(3)).then(closed(4));
        assertEquals(List.of(event(1), event(2), event(3), event(4)), all());
    }

    @Test
    void skipsMessagesOfOthers() throws IOException {
        kernel.then(new Message(FAMILY + 1, 0, 0, new byte[4])).then(new Message(3, 0, 0, new byte[4]), closed(1));
        assertEquals(List.of(event(1)), all());
    }

    @Test
    void forgetsWhatWasThereAndWhatWasLostWhenItIsPaused() throws IOException {
        kernel.then(closed(1), closed(2)).thenError(Errno.ENOBUFS).then(closed(3));
        assertEquals(Optional.of(event(1)), events.next(Duration.ZERO));
        events.pause();
        events.resume();
        kernel.then(closed(4));
        assertEquals(List.of(event(4)), all());
    }

    @Test
    void tellsALossWhereTheLostEventsWere() throws IOException {
        kernel.thenError(Errno.ENOBUFS)
                .then(closed(1))
                .then(closed(2))
                .thenSilence()
                .then(closed(4));
        assertEquals(List.of(event(1), event(2), new Overflow(), event(4)), all());
    }

    @Test
    void tellsEveryLoss() throws IOException {
        kernel.thenError(Errno.ENOBUFS).thenSilence().then(closed(1)).thenError(Errno.ENOBUFS);
        assertEquals(List.of(new Overflow(), event(1), new Overflow()), all());
    }

    /** A consumer that is always too slow never finds that nothing waits. */
    @Test
    void tellsALossBeforeTheNextIsOver() throws IOException {
        kernel.thenError(Errno.ENOBUFS)
                .then(closed(1))
                .thenError(Errno.ENOBUFS)
                .then(closed(2))
                .thenSilence();
        assertEquals(List.of(event(1), new Overflow(), event(2), new Overflow()), all());
        assertEquals(Optional.empty(), events.next(Duration.ZERO));
    }

    @Test
    void waitsForEver() throws IOException {
        kernel.then(closed(1));
        assertEquals(Optional.of(event(1)), events.next(ChronoUnit.FOREVER.getDuration()));
        Duration wait = kernel.waits().get(0);
        assertTrue(wait.compareTo(Duration.ofDays(100 * 365)) > 0, wait::toString);
    }

    @Test
    void doesNotWaitToTellALoss() throws IOException {
        kernel.thenError(Errno.ENOBUFS).then(closed(1)).thenSilence();
        assertEquals(Optional.of(event(1)), events.next(Duration.ofHours(1)));
        assertEquals(Optional.of(new Overflow()), events.next(Duration.ofHours(1)));
        List<Duration> waits = kernel.waits();
        assertEquals(List.of(Duration.ZERO, Duration.ZERO), waits.subList(1, waits.size()));
    }

    @Test
    void goesOnAfterAnEventThatBreaksTheFormat() throws IOException {
        byte[] tokenOfOneByte =
                new AttributeWriter().raw(new byte[] {3, 1, 0, 0}).u8(1, 1).toBytes();
        kernel.then(new Message(FAMILY, 0, 0, tokenOfOneByte), closed(1))
                .then(new Message(FAMILY, 0, 0, new byte[0]))
                .then(closed(2));
        assertEquals(
                List.of(
                        new Malformed("netlink attribute 1 has 1 bytes, not 4"),
                        event(1),
                        new Malformed("netlink payload of 0 bytes, at least 1"),
                        event(2)),
                all());
    }

    @Test
    void goesOnAfterADatagramThatBreaksTheFormat() throws IOException {
        kernel.thenDatagram(new byte[] {1, 2, 3}).thenError(Errno.EMSGSIZE).then(closed(2));
        assertEquals(
                List.of(
                        new Malformed("netlink message of 3 bytes"),
                        new Malformed("recv(NETLINK): message too long (EMSGSIZE)"),
                        event(2)),
                all());
    }

    @Test
    void throwsWhenTheSocketFails() {
        kernel.thenError(Errno.ENOMEM);
        LinuxException e = assertThrows(LinuxException.class, () -> events.next(Duration.ZERO));
        assertEquals(Errno.ENOMEM, e.errno());
    }

    @Test
    void tellsNothingOnceClosed() throws IOException {
        kernel.then(closed(1), closed(2));
        assertEquals(Optional.of(event(1)), events.next(Duration.ZERO));
        assertTrue(events.isOpen());
        events.close();
        assertFalse(events.isOpen());
        assertEquals(Optional.empty(), events.next(Duration.ofHours(1)));
    }

    private List<PathManagerEvent> all() throws IOException {
        List<PathManagerEvent> all = new ArrayList<>();
        for (var next = events.next(Duration.ZERO); next.isPresent(); next = events.next(Duration.ZERO)) {
            all.add(next.get());
        }
        return all;
    }

    private static PathManagerEvent event(int token) {
        return new ConnectionClosed(token, List.of());
    }

    private static Message closed(int token) {
        var out = new AttributeWriter().raw(new byte[] {3, 1, 0, 0}).u32(1, token);
        return new Message(FAMILY, 0, 0, out.toBytes());
    }
}
