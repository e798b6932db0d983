package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Map;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpMode;

/**
 * Listens where subflows to announced addresses arrive and no program listens: the kernel takes a subflow only where some socket of
 * Multipath TCP does. Nobody accepts from these sockets, so what is no subflow waits there in vain. Used by one thread, in the namespace.
 */
final class Listeners implements Closeable {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());
    private static final int LEAST_BACKLOG = 1;

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
            close(shared);
        }
    }

    /** Where the address is in use, a program listens there already. */
    private static Closeable listen(InetSocketAddress place) throws IOException {
        ServerSocketChannel listener = Mptcp.openServerSocketChannel(MptcpMode.REQUIRE);
        try {
            listener.bind(place, LEAST_BACKLOG);
            return listener;
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
    }

    private static void close(Shared shared) {
        try {
            shared.listener.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot close a listener", e);
        }
    }

    @Override
    public void close() {
        open.values().forEach(Listeners::close);
        open.clear();
    }

    private record Shared(Closeable listener, int users) {}
}
