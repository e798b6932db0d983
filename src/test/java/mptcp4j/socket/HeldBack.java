package mptcp4j.socket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** What one end of a connection reads and writes, never while somebody holds it back. The channel is blocking before and after. */
final class HeldBack implements Flow.Sink, Flow.Source, Closeable {
    private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock(true);
    private final SocketChannel channel;
    private final Selector readable = Selector.open();
    private final Selector writable = Selector.open();

    HeldBack(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    @Override
    public void write(byte[] block) throws IOException {
        var data = ByteBuffer.wrap(block);
        while (data.hasRemaining()) {
            count(writable, () -> channel.write(data));
        }
    }

    @Override
    public int read(byte[] block) throws IOException {
        int count;
        do {
            count = count(readable, () -> channel.read(ByteBuffer.wrap(block)));
        } while (count == 0);
        return count;
    }

    /** Waiting is no call on the connection: epoll takes no lock of it. */
    private int count(Selector ready, Call call) throws IOException {
        ready.select(key -> {});
        turns.readLock().lock();
        try {
            return call.make();
        } finally {
            turns.readLock().unlock();
        }
    }

    /** Does something while no call is made. */
    void during(Task task) throws IOException {
        turns.writeLock().lock();
        try {
            task.run();
        } finally {
            turns.writeLock().unlock();
        }
    }

    @Override
    public void close() throws IOException {
        readable.close();
        writable.close();
        if (channel.isOpen()) {
            channel.configureBlocking(true);
        }
    }

    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    @FunctionalInterface
    private interface Call {
        int make() throws IOException;
    }
}
