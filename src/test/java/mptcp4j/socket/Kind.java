package mptcp4j.socket;

import static mptcp4j.socket.MptcpMode.REQUIRE;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import mptcp4j.socket.Ends.End;

/** A class of sockets of the JDK, and a way to use it. */
enum Kind {
    CHANNEL {
        @Override
        Ends connect(SteeredLab lab) throws IOException {
            return channels(lab, End::of);
        }
    },
    NON_BLOCKING_CHANNEL {
        @Override
        Ends connect(SteeredLab lab) throws IOException {
            return channels(lab, End::nonBlocking);
        }
    },
    CHANNEL_ON_VIRTUAL_THREADS {
        @Override
        Ends connect(SteeredLab lab) throws IOException {
            assumeTrue(Runtime.version().feature() >= 21, "needs JDK 21 for virtual threads");
            return channels(lab, End::of);
        }

        @Override
        void start(Runnable task) throws ReflectiveOperationException {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        }
    },
    SOCKET {
        @Override
        Ends connect(SteeredLab lab) throws IOException {
            ServerSocket listener = lab.server().call(() -> {
                var socket = new ServerSocket();
                Mptcp.upgrade(socket, REQUIRE);
                socket.bind(new InetSocketAddress(OTHER_PORT));
                return socket;
            });
            Socket client = lab.call(() -> {
                var socket = new Socket();
                Mptcp.upgrade(socket, REQUIRE);
                socket.bind(from(lab));
                socket.connect(to(lab, OTHER_PORT));
                return socket;
            });
            return new Ends(End.of(client), End.of(listener.accept()), listener);
        }
    },
    SOCKET_OF_A_CHANNEL {
        @Override
        Ends connect(SteeredLab lab) throws IOException {
            return channels(lab, channel -> End.of(channel.socket()));
        }
    },
    ASYNCHRONOUS_CHANNEL {
        @Override
        Ends connect(SteeredLab lab) throws IOException {
            AsynchronousServerSocketChannel listener = lab.server().call(() -> {
                AsynchronousServerSocketChannel channel = AsynchronousServerSocketChannel.open();
                Mptcp.upgrade(channel, REQUIRE);
                return channel.bind(new InetSocketAddress(OTHER_PORT));
            });
            Future<AsynchronousSocketChannel> accepted = listener.accept();
            AsynchronousSocketChannel client = lab.call(() -> {
                AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
                Mptcp.upgrade(channel, REQUIRE);
                return channel.bind(from(lab));
            });
            End.await(client.connect(to(lab, OTHER_PORT)));
            return new Ends(End.of(client), End.of(End.await(accepted)), listener);
        }
    },
    TLS {
        @Override
        Ends connect(SteeredLab lab) throws IOException {
            Pair pair = lab.connect();
            var tls = Tls.create();
            var server =
                    CompletableFuture.supplyAsync(() -> tls.server(pair.server().socket()));
            Socket client = tls.client(pair.client().socket());
            return new Ends(End.of(client), End.of(server.join()), lab.listener);
        }
    };

    private static final int OTHER_PORT = SteeredLab.PORT + 1;

    /** Connects from the client's first address. */
    abstract Ends connect(SteeredLab lab) throws IOException;

    /** Starts what uses an end. */
    void start(Runnable task) throws ReflectiveOperationException {
        var thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private static Ends channels(SteeredLab lab, Use use) throws IOException {
        Pair pair = lab.connect();
        return new Ends(use.of(pair.client()), use.of(pair.server()), lab.listener);
    }

    private static InetSocketAddress from(SteeredLab lab) {
        return new InetSocketAddress(lab.client().address(0), 0);
    }

    private static InetSocketAddress to(SteeredLab lab, int port) {
        return new InetSocketAddress(lab.server().address(0), port);
    }

    @FunctionalInterface
    private interface Use {
        End of(SocketChannel channel) throws IOException;
    }
}
