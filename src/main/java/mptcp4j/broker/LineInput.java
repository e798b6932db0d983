package mptcp4j.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Optional;

/** Makes lines of what comes, in pieces as it likes. Takes memory only while a line is incomplete or waits. Not thread-safe. */
public final class LineInput {
    private static final byte[] NONE = {};

    private final int most;
    private byte[] bytes = NONE;
    private int length;
    /** Where no line feed is before. */
    private int looked;

    /** Takes whatever a line may be. */
    public LineInput() {
        this(Line.MAX_BYTES);
    }

    /** @param most how many bytes a line may have, with the line feed */
    public LineInput(int most) {
        this.most = most;
    }

    /**
     * Reads what is there, no more than one line may have.
     *
     * @param scratch where it may put what it reads
     * @return whether it may go on; false at the end of what comes
     */
    public boolean read(ReadableByteChannel in, ByteBuffer scratch) throws IOException {
        scratch.clear().limit(Math.min(scratch.capacity(), most - length));
        if (scratch.hasRemaining() && in.read(scratch) < 0) {
            return false;
        }
        add(scratch.flip());
        return true;
    }

    private void add(ByteBuffer more) {
        int needed = length + more.remaining();
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(needed, 2 * bytes.length)));
        }
        more.get(bytes, length, more.remaining());
        length = needed;
    }

    /** Returns the next line, if there is a whole one. @throws ProtocolException if it is none */
    public Optional<Line> next() throws ProtocolException {
        Optional<ByteBuffer> line = nextUnread();
        return line.isPresent() ? Optional.of(Line.read(line.get())) : Optional.empty();
    }

    /** As {@link #next}, and leaves it to {@link Line#read}: a line takes many times as much memory when it is read. */
    public Optional<ByteBuffer> nextUnread() throws ProtocolException {
        while (looked < length && bytes[looked] != '\n') {
            looked++;
        }
        if (looked < length) {
            return Optional.of(take(looked));
        }
        if (length == most) {
            throw new ProtocolException("a line has at most " + most + " bytes here");
        }
        return Optional.empty();
    }

    private ByteBuffer take(int end) {
        ByteBuffer line = ByteBuffer.wrap(Arrays.copyOf(bytes, end));
        int rest = length - end - 1;
        bytes = rest == 0 ? NONE : Arrays.copyOfRange(bytes, end + 1, length);
        length = rest;
        looked = 0;
        return line;
    }

    /** Returns how many bytes of memory it takes for what came. */
    public int held() {
        return bytes.length;
    }

    /** Returns whether nothing waits, not even a part of a line. */
    public boolean isEmpty() {
        return length == 0;
    }
}
