package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;

/** A client that says what it likes. */
final class RawClient implements Closeable {
    static final String HELLO = "{\"id\":1,\"do\":\"hello\",\"version\":1}\n";

    final SocketChannel channel;
    private final Scanner in;

    RawClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        in = new Scanner(Channels.newInputStream(channel), StandardCharsets.UTF_8);
    }

    static RawClient greeted(Path socket) throws IOException {
        var client = new RawClient(socket);
        client.say(HELLO);
        client.line();
        return client;
    }

    void say(String text) throws IOException {
        say(text.getBytes(StandardCharsets.UTF_8));
    }

    void say(byte[] bytes) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }

    /** Returns the next line, or that there is none any more. */
    String line() {
        return in.hasNextLine() ? in.nextLine() : "the end";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
