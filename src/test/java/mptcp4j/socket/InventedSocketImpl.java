package mptcp4j.socket;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/** A socket without a descriptor, which remembers its options all the same. */
final class InventedSocketImpl extends SocketImpl {
    private final Map<SocketOption<?>, Object> options =
            new HashMap<>(Map.of(ExtendedSocketOptions.TCP_KEEPINTERVAL, 75));

    @Override
    protected <T> void setOption(SocketOption<T> name, T value) {
        options.put(name, value);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected <T> T getOption(SocketOption<T> name) {
        return (T) options.get(name);
    }

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return Set.of(ExtendedSocketOptions.TCP_KEEPINTERVAL);
    }

    @Override
    protected void create(boolean stream) {}

    @Override
    protected void close() {}

    @Override
    protected void connect(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void connect(InetAddress address, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void connect(SocketAddress address, int timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void bind(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void listen(int backlog) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void accept(SocketImpl socket) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected InputStream getInputStream() {
        throw new UnsupportedOperationException();
    }

    @Override
    protected OutputStream getOutputStream() {
        throw new UnsupportedOperationException();
    }

    @Override
    protected int available() {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void sendUrgentData(int data) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setOption(int id, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object getOption(int id) {
        throw new UnsupportedOperationException();
    }
}
