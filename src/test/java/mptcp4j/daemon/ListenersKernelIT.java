package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listening for subflows where no program does. */
@Timeout(60)
class ListenersKernelIT {
    private static final int PORT = 9000;
    private static final int STRANGERS = 200;

    private final Listeners listeners = new Listeners();
    private ManagedHosts hosts;
    private InetSocketAddress place;

    @BeforeEach
    void create() throws IOException {
        hosts = ManagedHosts.create(1);
        place = new InetSocketAddress(hosts.server().address(0), PORT);
    }

    @AfterEach
    void close() throws IOException {
        listeners.close();
        if (hosts != null) {
            hosts.close();
        }
    }

    private SocketChannel connect(InetSocketAddress to) throws IOException {
        return hosts.client().call(() -> SocketChannel.open(to));
    }

    /** A queue that they fill would keep subflows out, too. */
    @Test
    void strangersAreSentAwayAtOnce() throws IOException {
        hosts.server().run(() -> listeners.need(place));
        for (int i = 0; i < STRANGERS; i++) {
            try (SocketChannel stranger = connect(place)) {
                assertEquals(-1, stranger.read(ByteBuffer.allocate(1)));
            }
        }
    }

    @Test
    void itEndsWithTheLastWhoNeedsIt() throws IOException {
        hosts.server().run(() -> listeners.need(place));
        hosts.server().run(() -> listeners.need(place));
        listeners.release(place);
        connect(place).close();
        listeners.release(place);
        assertThrows(ConnectException.class, () -> connect(place));
    }

    @Test
    void whereAProgramListensItIsLeftToThat() throws IOException {
        var theirs = new InetSocketAddress(hosts.server().address(0), ManagedHosts.PORT);
        hosts.server().run(() -> listeners.need(theirs));
        listeners.close();
        hosts.connect();
    }
}
