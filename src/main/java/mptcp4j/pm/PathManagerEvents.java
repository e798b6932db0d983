package mptcp4j.pm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Deadline;
import mptcp4j.linux.Netns;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.Membership;
import mptcp4j.netlink.MessageReader;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkSocket;
import mptcp4j.netlink.Subscription;
import mptcp4j.netlink.generic.GenericFamily;
import mptcp4j.pm.PathManagerEvent.Malformed;
import mptcp4j.pm.PathManagerEvent.Overflow;

/**
 * What happens to the Multipath TCP connections of one network namespace, as the kernel tells it: {@code ip mptcp monitor}.
 *
 * <pre>{@code
 * try (var events = PathManagerEvents.open()) {
 *     while (events.isOpen()) {
 *         events.next(Duration.ofMinutes(1)).ifPresent(event -> ...);
 *     }
 * }
 * }</pre>
 *
 * <p>Events wait in the kernel, in the order in which they happened, until they are taken; nothing here reads ahead. Where
 * they are taken too slowly, the kernel drops some, and {@link Overflow} stands in the place of those lost: it is an event
 * like the others, and the stream goes on. Who stays too slow meets one again and again. After {@link Malformed} it goes
 * on, too.
 *
 * <p>Opening needs CAP_NET_ADMIN in the user namespace that owns the network namespace, and Linux 5.12. One thread at a
 * time takes events, others wait for it; {@link #close} may be called meanwhile and ends the wait. <b>It changes what it
 * watches</b>: while anybody on the machine listens to these events, in whatever namespace, the kernel takes it for the path
 * manager of user space, and lets connections that have this path manager be joined; else it refuses.
 */
public final class PathManagerEvents implements EventStream {
    /**
     * How many bytes of events wait in the kernel, unless said otherwise. The kernel doubles it for what it needs beside the
     * bytes, and an event takes up to 1 KiB of that: it is enough for the events of both ends while 4,000 connections a
     * second are opened and closed and nobody takes any for 2 seconds. Only events that wait take memory. Without
     * CAP_NET_ADMIN in the first user namespace, such as under {@code unshare -Ur}, the kernel gives {@code
     * net.core.rmem_max} at most: {@link #bufferBytes} tells.
     */
    public static final int DEFAULT_BUFFER = 32 * 1024 * 1024;

    private static final String GROUP = "mptcp_pm_events";

    private final Membership receiver;
    private final int family;
    private final int bufferBytes;
    private final EventCodec codec = new EventCodec();
    private MessageReader datagram = new MessageReader(ByteBuffer.allocate(0));
    private boolean overflow;
    private boolean again;
    private volatile boolean open = true;

    /** @param family the number of the family, which is the type of its messages */
    PathManagerEvents(Membership receiver, int family, int bufferBytes) {
        this.receiver = receiver;
        this.family = family;
        this.bufferBytes = bufferBytes;
    }

    /**
     * Subscribes in the network namespace that the calling thread is in. What happens from then on is told.
     *
     * @throws LinuxException EPERM without CAP_NET_ADMIN; ENOENT if this kernel has no events of Multipath TCP
     */
    public static PathManagerEvents open() throws IOException {
        return open(DEFAULT_BUFFER);
    }

    /**
     * As {@link #open()}, with room for more or fewer events.
     *
     * @param bufferBytes as {@link #DEFAULT_BUFFER}; the kernel makes at least 2 KiB of it
     */
    public static PathManagerEvents open(int bufferBytes) throws IOException {
        try (var connection = new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.GENERIC))) {
            GenericFamily family = PathManager.family(connection);
            int group = family.group(GROUP);
            Subscription subscription = Subscription.open(NetlinkSocket.GENERIC, bufferBytes, group);
            return new PathManagerEvents(subscription, family.id(), subscription.bufferBytes());
        } catch (LinuxException e) {
            throw e.errno().equals(Errno.EPERM) ? forbidden(e) : e;
        }
    }

    /**
     * Subscribes in a network namespace.
     *
     * @param namespace the file that stands for it, such as {@code /run/netns/NAME} or {@code /proc/PID/ns/net}
     * @throws LinuxException as {@link #open()}; ENOENT if there is no such file; EINVAL if it is no network namespace;
     *     EPERM without CAP_SYS_ADMIN there, too
     */
    public static PathManagerEvents open(Path namespace) throws IOException {
        try (Netns netns = Netns.open(namespace.toString())) {
            return netns.call(() -> open());
        }
    }

    /**
     * Waits for the next event. An interrupt does not end the wait, {@link #close} does. A virtual thread keeps its carrier
     * while it waits.
     *
     * @param timeout how long; zero does not wait. The time begins when the call of another thread has ended
     * @return empty if none came in time, or if this is closed, before or meanwhile
     * @throws LinuxException if the socket fails; no event and no loss of events makes it throw
     */
    @Override
    public synchronized Optional<PathManagerEvent> next(Duration timeout) throws IOException {
        Deadline deadline = Deadline.in(timeout);
        try {
            while (open) {
                if (advance()) {
                    return Optional.of(codec.read(datagram));
                }
                if (!receive(overflow ? Duration.ZERO : deadline.left())) {
                    return overflow();
                }
            }
            return Optional.empty();
        } catch (MalformedException e) {
            return Optional.of(new Malformed(String.valueOf(e.detail())));
        }
    }

    /** Goes to the next message of the family in the datagram. What is behind one that does not fit is lost. */
    private boolean advance() throws MalformedException {
        try {
            while (datagram.next()) {
                if (datagram.type() == family) {
                    return true;
                }
            }
            return false;
        } catch (MalformedException e) {
            datagram = new MessageReader(ByteBuffer.allocate(0));
            throw e;
        }
    }

    /** Returns whether there may be more, at once, before a loss is told. */
    private boolean receive(Duration timeout) throws IOException {
        try {
            Optional<ByteBuffer> received = receiver.receive(timeout);
            received.ifPresent(bytes -> datagram = new MessageReader(bytes));
            return received.isPresent();
        } catch (LinuxException e) {
            if (e.errno().equals(Errno.ENOBUFS)) {
                again = overflow;
                overflow = true;
                return !again;
            }
            if (e.errno().equals(Errno.EMSGSIZE)) {
                throw new MalformedException(String.valueOf(e.getMessage()));
            }
            if (open) {
                throw e;
            }
            return false; // closed before it could wait
        }
    }

    /**
     * The kernel reports a loss before the events that waited when it happened, and loses all until those are taken. So it
     * belongs behind them: where there are no more, or where the next loss is reported, which is never before.
     */
    private Optional<PathManagerEvent> overflow() {
        boolean lost = overflow;
        overflow = again;
        again = false;
        return lost && open ? Optional.of(new Overflow()) : Optional.empty();
    }

    /**
     * Ends the {@link #next} of another thread, or the one that comes next, as if its time were over: who has other things to do on
     * the thread that takes events is woken like that.
     *
     * @throws LinuxException EBADF if this is closed
     */
    public void wake() throws IOException {
        receiver.wake();
    }

    /**
     * Stops listening, and forgets what waits: the kernel takes this for nobody's path manager until {@link #resume}, and {@link
     * #next} returns empty when its time is up. Waits until a {@link #next} of another thread has ended.
     *
     * @throws LinuxException if the socket fails; it is of no use then
     */
    public synchronized void pause() throws IOException {
        receiver.leave();
        datagram = new MessageReader(ByteBuffer.allocate(0));
        overflow = false;
        again = false;
    }

    /**
     * Listens again, after {@link #pause}: what happens from then on is told.
     *
     * @throws LinuxException EPERM without CAP_NET_ADMIN, EBADF if this is closed
     */
    public synchronized void resume() throws IOException {
        receiver.join();
    }

    /**
     * Returns the size of the kernel's buffer in bytes ({@code SO_RCVBUF}): twice what was asked for, where the kernel gave
     * it all.
     */
    public int bufferBytes() {
        return bufferBytes;
    }

    /** Returns whether {@link #close} was not called yet. */
    @Override
    public boolean isOpen() {
        return open;
    }

    /** Unsubscribes. Ends the wait of another thread. */
    @Override
    public void close() {
        open = false;
        receiver.close();
    }

    private static LinuxException forbidden(LinuxException cause) {
        var forbidden = new LinuxException(
                "monitor",
                Errno.EPERM,
                "the events of Multipath TCP need CAP_NET_ADMIN in the user namespace that owns the network namespace");
        forbidden.initCause(cause);
        return forbidden;
    }
}
