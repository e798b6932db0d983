package mptcp4j.socket;

import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/** A provider that wraps the channels which accept of the JDK's. Needs {@code --add-exports java.base/sun.nio.ch=ALL-UNNAMED}. */
public final class ForeignProvider extends SelectorProvider {
    /** How its channels treat the option by which a descriptor is found. */
    enum Tagging {
        PASSES_ON,
        REMEMBERS,
        LACKS
    }

    private final SelectorProvider jdk;
    private Tagging tagging = Tagging.PASSES_ON;

    /** Of the system property, so it has to be public. */
    public ForeignProvider() throws ReflectiveOperationException {
        jdk = (SelectorProvider) Class.forName("sun.nio.ch.DefaultSelectorProvider")
                .getMethod("get")
                .invoke(null);
    }

    void tag(Tagging how) {
        tagging = how;
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        return new ForeignChannel(this, jdk.openServerSocketChannel(), tagging);
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        return jdk.openSocketChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return jdk.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        return jdk.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
        return jdk.openPipe();
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        return jdk.openSelector();
    }

    private static final class ForeignChannel extends ServerSocketChannel {
        private final ServerSocketChannel wrapped;
        private final Tagging tagging;
        private Object tag = 75;

        ForeignChannel(SelectorProvider provider, ServerSocketChannel wrapped, Tagging tagging) {
            super(provider);
            this.wrapped = wrapped;
            this.tagging = tagging;
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
            if (!isOwn(name)) {
                wrapped.setOption(name, value);
            }
            tag = value;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T getOption(SocketOption<T> name) throws IOException {
            return isOwn(name) ? (T) tag : wrapped.getOption(name);
        }

        private boolean isOwn(SocketOption<?> name) {
            if (tagging == Tagging.LACKS && name.equals(TCP_KEEPINTERVAL)) {
                throw new UnsupportedOperationException(name.name());
            }
            return tagging == Tagging.REMEMBERS && name.equals(TCP_KEEPINTERVAL);
        }

        @Override
        public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
            wrapped.bind(local, backlog);
            return this;
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return wrapped.supportedOptions();
        }

        @Override
        public ServerSocket socket() {
            return wrapped.socket();
        }

        @Override
        public SocketChannel accept() throws IOException {
            return wrapped.accept();
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return wrapped.getLocalAddress();
        }

        @Override
        protected void implCloseSelectableChannel() throws IOException {
            wrapped.close();
        }

        @Override
        protected void implConfigureBlocking(boolean block) throws IOException {
            wrapped.configureBlocking(block);
        }
    }
}
