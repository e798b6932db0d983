package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Map;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpMode;

/**
 * Listens where subflows to announced addresses arrive and no program listens: the kernel takes a subflow only where some socket of
 * Multipath TCP does. What comes there and is no subflow is closed at once: it would fill the queue, and the kernel take no subflow any more.
 * Used by one thread, in the namespace.
 */
final class Listeners implements Closeable {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private final Map<InetSocketAddress, Shared> open = new HashMap<>();

    /** Sees to it that somebody listens there. @throws IOException if it is not an address of this host, or may not be bound */
    void need(InetSocketAddress place) throws IOException {
        Shared shared = open.get(place);
        if (shared == null) {
            open.put(place, new Shared(listen(place), 1));
        } else {
            open.put(place, new Shared(shared.listener, shared.users + 1));
        }
    }

    /** Of those who needed it one does not any more. */
    void release(InetSocketAddress place) {
        Shared shared = open.remove(place);
        if (shared != null && shared.users > 1) {
            open.put(place, new Shared(shared.listener, shared.users - 1));
        } else if (shared != null) {
            close(shared.listener);
        }
    }

    /** Where the address is in use, a program listens there already. */
    private static Closeable listen(InetSocketAddress place) throws IOException {
        ServerSocketChannel listener = Mptcp.openServerSocketChannel(MptcpMode.REQUIRE);
        try {
            listener.bind(place);
        } catch (BindException e) {
            listener.close();
            if (String.valueOf(e.getMessage()).contains("in use")) {
                return () -> {};
            }
            throw e;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        var thread = new Thread(() -> refuse(listener), "mptcp4j-listener-" + place.getPort());
        thread.setDaemon(true);
        thread.start();
        return listener;
    }

    /** Ends when the listener is closed. */
    private static void refuse(ServerSocketChannel listener) {
        while (listener.isOpen()) {
            try {
                listener.accept().close();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot refuse who is no subflow", e);
                close(listener);
            }
        }
    }

    private static void close(Closeable listener) {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot close a listener", e);
        }
    }

    @Override
    public void close() {
        open.values().forEach(shared -> close(shared.listener));
        open.clear();
    }

    private record Shared(Closeable listener, int users) {}
}
