package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Map;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Listener;
import mptcp4j.linux.IpAddress;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpMode;

/**
 * Listens where subflows to announced addresses arrive and no program listens: the kernel takes a subflow only where some socket of
 * Multipath TCP does. What comes there and is no subflow is closed at once: it would fill the queue, and the kernel take no subflow any more.
 * Used by one thread, in the namespace.
 */
final class Listeners implements Closeable {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private static final int FIRST_ORDINARY_PORT = 1024;

    private final Connections connections;
    private final Map<InetSocketAddress, Shared> open = new HashMap<>();

    Listeners(Connections connections) {
        this.connections = connections;
    }

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

    /** The kernel asks for the privilege that a port takes before it looks who has it. */
    private Closeable listen(InetSocketAddress place) throws IOException {
        ServerSocketChannel listener = Mptcp.openServerSocketChannel(MptcpMode.REQUIRE);
        try {
            listener.bind(place);
        } catch (BindException e) {
            listener.close();
            if (isServed(place)) {
                return () -> {};
            }
            throw (IOException)
                    new BindException("listen on " + Ends.text(place) + ": " + e.getMessage() + advice(place))
                            .initCause(e);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        var thread = new Thread(() -> refuse(listener), "mptcp4j-listener-" + place.getPort());
        thread.setDaemon(true);
        thread.start();
        return listener;
    }

    /** Whether a program listens there, which speaks Multipath TCP. */
    private boolean isServed(InetSocketAddress place) throws IOException {
        for (Listener one : connections.listeners()) {
            InetAddress address = IpAddress.plain(one.local().getAddress());
            boolean there =
                    address.equals(place.getAddress()) || (address.isAnyLocalAddress() && takes(address, place));
            if (there && one.local().getPort() == place.getPort()) {
                return true;
            }
        }
        return false;
    }

    private static boolean takes(InetAddress wildcard, InetSocketAddress place) {
        return wildcard instanceof Inet6Address || place.getAddress() instanceof Inet4Address;
    }

    private static String advice(InetSocketAddress place) {
        return place.getPort() < FIRST_ORDINARY_PORT
                ? "; a port below 1024 takes CAP_NET_BIND_SERVICE, or listen = false where another host listens"
                : "";
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
