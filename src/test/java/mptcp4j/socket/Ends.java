package mptcp4j.socket;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Both ends of a connection of any class of the JDK.
 *
 * @param listener stays open, because a join that comes to a port on which nobody listens is refused
 */
record Ends(End client, End server, Closeable listener) implements Closeable {
    @Override
    public void close() throws IOException {
        try (listener;
                server) {
            client.close();
        }
    }

    /**
     * One end.
     *
     * @param sink writes all of a block
     * @param source reads some of one
     */
    record End(Closeable socket, MptcpConnection connection, Flow.Sink sink, Flow.Source source) implements Closeable {
        static End of(SocketChannel channel) throws IOException {
            return new End(channel, MptcpConnection.of(channel), Flow.into(channel), Flow.from(channel));
        }

        static End nonBlocking(SocketChannel channel) throws IOException {
            var selected = new HeldBack(channel);
            return new End(
                    () -> {
                        channel.close();
                        selected.close();
                    },
                    MptcpConnection.of(channel),
                    selected,
                    selected);
        }

        static End of(Socket socket) throws IOException {
            return new End(
                    socket,
                    MptcpConnection.of(socket),
                    socket.getOutputStream()::write,
                    block -> socket.getInputStream().read(block));
        }

        static End of(AsynchronousSocketChannel channel) throws IOException {
            return new End(
                    channel,
                    MptcpConnection.of(channel),
                    block -> {
                        var data = ByteBuffer.wrap(block);
                        while (data.hasRemaining()) {
                            await(channel.write(data));
                        }
                    },
                    block -> await(channel.read(ByteBuffer.wrap(block))));
        }

        static <T> T await(Future<T> future) throws IOException {
            try {
                return future.get();
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
