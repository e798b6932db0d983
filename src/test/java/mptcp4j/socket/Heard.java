package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mptcp4j.socket.ConnectionEvent.SubflowClosed;
import mptcp4j.socket.ConnectionEvent.SubflowEstablished;

/** What a listener was told and nobody has looked at yet. */
final class Heard implements Consumer<ConnectionEvent> {
    private static final long SECONDS = 20;

    private final BlockingQueue<ConnectionEvent> events = new LinkedBlockingQueue<>();

    @Override
    public void accept(ConnectionEvent event) {
        events.add(event);
    }

    ConnectionEvent next() throws IOException {
        try {
            return Optional.ofNullable(events.poll(SECONDS, TimeUnit.SECONDS))
                    .orElseThrow(() -> new AssertionError("no event in " + SECONDS + " s"));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    void expect(ConnectionEvent... expected) throws IOException {
        for (ConnectionEvent event : expected) {
            assertEquals(event, next());
        }
    }

    /** Its measurements are of another moment. */
    Subflow expectEstablished(Subflow expected) throws IOException {
        ConnectionEvent event = next();
        assertTrue(event instanceof SubflowEstablished, event::toString);
        Subflow told = ((SubflowEstablished) event).subflow();
        assertEquals(identity(expected), identity(told));
        return told;
    }

    static SubflowClosed closed(Subflow subflow) {
        return new SubflowClosed(subflow.id(), subflow.local(), subflow.remote(), Optional.empty(), Optional.empty());
    }

    List<ConnectionEvent> all() {
        return List.copyOf(events);
    }

    private static List<Object> identity(Subflow subflow) {
        InetSocketAddress local = subflow.local();
        return List.of(subflow.id(), local, subflow.remote());
    }
}
