package mptcp4j.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A kernel that says what is in its script, unasked. Strict: what nobody received, and a subscription that was not closed,
 * fail the test.
 */
public final class FakeNotifications implements Membership, AfterEachCallback {
    private final Deque<Step> script = new ArrayDeque<>();
    private final List<Duration> waits = new ArrayList<>();
    private boolean closed;

    /** Sends messages, all in one datagram. */
    public FakeNotifications then(Message... messages) {
        var datagram = new ByteArrayOutputStream();
        for (Message message : messages) {
            datagram.writeBytes(message.encode());
        }
        return thenDatagram(datagram.toByteArray());
    }

    /** Sends any bytes. */
    public FakeNotifications thenDatagram(byte[] datagram) {
        script.add(() -> Optional.of(ByteBuffer.wrap(datagram)));
        return this;
    }

    /** Sends nothing for as long as one call waits. */
    public FakeNotifications thenSilence() {
        script.add(Optional::empty);
        return this;
    }

    /** Makes the socket report an error, once; ENOBUFS is a loss, and comes before the datagrams that are there. */
    public FakeNotifications thenError(Errno errno) {
        script.add(() -> {
            throw new LinuxException("recv(NETLINK)", errno);
        });
        return this;
    }

    /** Returns how long each call was ready to wait. */
    public List<Duration> waits() {
        return List.copyOf(waits);
    }

    @Override
    public Optional<ByteBuffer> receive(Duration timeout) throws IOException {
        if (closed) {
            throw new LinuxException("recv(NETLINK)", Errno.EBADF);
        }
        assertFalse(timeout.isNegative(), "negative timeout");
        waits.add(timeout);
        Step next = script.poll();
        return next == null ? Optional.empty() : next.receive();
    }

    /** Drops the script, which begins anew. */
    @Override
    public void leave() {
        script.clear();
    }

    @Override
    public void join() {}

    /** Nothing waits here. */
    @Override
    public void wake() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void afterEach(@Nullable ExtensionContext context) {
        assertEquals(0, script.size(), "steps that never came");
        assertTrue(closed, "not closed");
    }

    private interface Step {
        Optional<ByteBuffer> receive() throws IOException;
    }
}
