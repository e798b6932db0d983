package mptcp4j.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashMap;
import java.util.Map;
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
    private final LineInput input = new LineInput(Line.MAX_BYTES_OF_REQUEST);
    private final Outbox outbox = new Outbox();
    private final Map<Long, Subscribers.Subscription> subscriptions = new HashMap<>(0);
    private @Nullable Caller caller;
    private boolean greeted;
    private boolean busy = true;
    private int asked;
    private long patientUntil;
    private long heardAt = System.nanoTime();
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

    /** Returns whether it counts for a user. */
    boolean isOf(UserPrincipal user) {
        return caller != null && !caller.administrator() && caller.user().equals(user);
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
        asked = 0;
        outbox.reply(reply);
    }

    /** @param event a buffer of its own on a line */
    void event(ByteBuffer event) {
        outbox.event(event);
    }

    /** Returns whether it has to say something: who it is that speaks, or the rest of a line. */
    boolean isHurried() {
        return !busy && !(greeted && input.isEmpty());
    }

    /** Returns about how many bytes of memory wait for it, or for the rest of what it says. */
    int held() {
        return input.held() + asked + outbox.held();
    }

    /** When it asked for something last, by {@link System#nanoTime}. */
    long heardAt() {
        return heardAt;
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
     * @return a whole request, which is not read yet, if there is one and none is carried out
     * @throws IOException if the client hung up
     */
    Optional<ByteBuffer> exchange(ByteBuffer scratch) throws IOException {
        boolean all = write();
        if (gone || busy || !all) {
            return Optional.empty();
        }
        Optional<ByteBuffer> line = input.nextUnread();
        if (line.isEmpty()) {
            if (!input.read(channel, scratch)) {
                throw new LinuxException("read", Errno.EPIPE);
            }
            line = input.nextUnread();
        }
        if (line.isPresent()) {
            asked = line.get().capacity();
            heardAt = System.nanoTime();
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

    /** Any thread. What it hears already it hears once. @return false if it is gone, or there are enough */
    synchronized boolean subscribe(Subscribers.Subscription subscription, Subscribers subscribers) {
        Subscribers.Subscription known = subscriptions.get(subscription.token());
        if (known != null && known.cookie() == subscription.cookie()) {
            return true;
        }
        if (known != null) {
            unsubscribe(known, subscribers);
        }
        if (gone || subscriptions.size() >= MOST_SUBSCRIPTIONS || !subscribers.add(subscription)) {
            return false;
        }
        subscriptions.put(subscription.token(), subscription);
        return true;
    }

    /** Any thread. */
    synchronized void unsubscribe(Subscribers.Subscription subscription, Subscribers subscribers) {
        subscriptions.remove(subscription.token(), subscription);
        subscribers.remove(subscription);
    }

    /** Closes. */
    void leave(Subscribers subscribers) throws IOException {
        synchronized (this) {
            gone = true;
            subscriptions.values().forEach(subscribers::remove);
            subscriptions.clear();
        }
        channel.close();
    }

    boolean isGone() {
        return gone;
    }
}
