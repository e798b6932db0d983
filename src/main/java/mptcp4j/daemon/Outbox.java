package mptcp4j.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import mptcp4j.broker.EventWire;
import mptcp4j.broker.Line;
import mptcp4j.broker.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client to read it: a few events, and a reply of which one line at a time is made. Events for which there is no room
 * are dropped, and when there is room again the client is told so. Not thread-safe.
 */
final class Outbox {
    static final int MOST_BYTES_OF_EVENTS = 128 * 1024;
    /** Beside its bytes, which others wait for, too. */
    private static final int BYTES_OF_EVENT = 64;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Queue<ByteBuffer> events = new ArrayDeque<>(0);
    private int bytesOfEvents;
    private boolean lost;
    private @Nullable Reply reply;
    private boolean over;
    private ByteBuffer current = NOTHING;

    /** @throws IllegalStateException if the one before is not all taken */
    void reply(Reply next) {
        if (reply != null) {
            throw new IllegalStateException("one reply after the other");
        }
        reply = next;
    }

    boolean isReplying() {
        return reply != null;
    }

    /** @param event a buffer of its own on a line */
    void event(ByteBuffer event) {
        int bytes = event.remaining() + BYTES_OF_EVENT;
        if (lost || bytesOfEvents + bytes > MOST_BYTES_OF_EVENTS) {
            lost = true;
            return;
        }
        bytesOfEvents += bytes;
        events.add(event);
    }

    /** Writes what goes. @return whether all went */
    boolean writeTo(WritableByteChannel channel) throws IOException {
        while (current.hasRemaining() || next()) {
            channel.write(current);
            if (current.hasRemaining()) {
                return false;
            }
        }
        current = NOTHING;
        return true;
    }

    /** Takes what comes next. @return whether there is something */
    private boolean next() {
        ByteBuffer event = events.poll();
        Reply now = reply;
        if (event != null) {
            bytesOfEvents -= event.remaining() + BYTES_OF_EVENT;
            current = event;
        } else if (lost) {
            lost = false;
            current = bytes(EventWire.overflow());
        } else if (now != null && now.lines().hasNext()) {
            current = bytes(now.lines().next());
        } else {
            over |= now != null && now.last();
            reply = null;
            return false;
        }
        return true;
    }

    /** Returns about how many bytes of memory it takes. */
    int held() {
        return bytesOfEvents + current.capacity() + (reply == null ? 0 : reply.held());
    }

    /** Returns whether a reply was written that nothing follows. */
    boolean isOver() {
        return over;
    }

    private static ByteBuffer bytes(Line line) {
        try {
            return line.bytes();
        } catch (ProtocolException e) {
            throw new IllegalStateException("what is too long for a line", e);
        }
    }
}
