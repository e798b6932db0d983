package mptcp4j.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.broker.Line;
import mptcp4j.broker.LineInput;
import org.jspecify.annotations.Nullable;

/**
 * A client of the broker, of which all but {@link #subscriptions} is the selector's thread's. While a request of its is carried out
 * nothing more is read from it, so that it waits for itself alone.
 */
final class Guest {
    static final int MOST_SUBSCRIPTIONS = 256;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final LineInput input = new LineInput();
    private final Outbox outbox = new Outbox();
    private final List<Subscribers.Subscription> subscriptions = new ArrayList<>();
    private @Nullable Caller caller;
    private boolean greeted;
    private boolean busy = true;
    private long patientUntil;
    private boolean gone;

    Guest(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    SocketChannel channel() {
        return channel;
    }

    Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    /** It is known who it is, so it may ask. */
    void welcome(Caller who) {
        caller = who;
        busy = false;
    }

    boolean isGreeted() {
        return greeted;
    }

    void greeted() {
        greeted = true;
    }

    boolean isBusy() {
        return busy;
    }

    /** Nothing is read until the {@link #reply}. */
    void busy() {
        busy = true;
    }

    void reply(Reply reply) {
        outbox.reply(reply);
    }

    void event(Line event) {
        outbox.event(event);
    }

    /** Returns whether it has to say something: who it is that speaks, or the rest of a line. */
    boolean isHurried() {
        return !busy && !(greeted && input.isEmpty());
    }

    /** By {@link System#nanoTime}. */
    long patientUntil() {
        return patientUntil;
    }

    void patientUntil(long time) {
        patientUntil = time;
    }

    /**
     * Writes what goes, and reads.
     *
     * @return a whole request, if there is one and none is carried out
     * @throws IOException if the client hung up
     */
    Optional<Line> exchange(ByteBuffer scratch) throws IOException {
        boolean all = write();
        if (gone || busy || !all) {
            return Optional.empty();
        }
        Optional<Line> line = input.next();
        if (line.isEmpty()) {
            if (!input.read(channel, scratch)) {
                throw new LinuxException("read", Errno.EPIPE);
            }
            line = input.next();
        }
        return line;
    }

    /** Returns whether all went. */
    private boolean write() throws IOException {
        boolean was = outbox.isReplying();
        boolean all = outbox.writeTo(channel);
        if (was && !outbox.isReplying()) {
            busy = false;
        }
        if (outbox.isOver()) {
            throw new LinuxException("write", Errno.EPIPE, "all is said");
        }
        interest(all);
        return all;
    }

    /** Who does not read is not listened to. */
    private void interest(boolean all) {
        int read = busy || !all ? 0 : SelectionKey.OP_READ;
        key.interestOps(all ? read : SelectionKey.OP_WRITE);
    }

    /** Any thread. @return false if it is gone, or has enough */
    synchronized boolean subscribe(Subscribers.Subscription subscription, Subscribers subscribers) {
        if (gone || subscriptions.size() >= MOST_SUBSCRIPTIONS) {
            return false;
        }
        subscriptions.add(subscription);
        subscribers.add(subscription);
        return true;
    }

    /** Any thread. */
    synchronized void unsubscribe(Subscribers.Subscription subscription, Subscribers subscribers) {
        subscriptions.remove(subscription);
        subscribers.remove(subscription);
    }

    /** Closes. */
    void leave(Subscribers subscribers) throws IOException {
        synchronized (this) {
            gone = true;
            subscriptions.forEach(subscribers::remove);
            subscriptions.clear();
        }
        channel.close();
    }

    boolean isGone() {
        return gone;
    }
}
