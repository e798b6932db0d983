package mptcp4j.cli.demo;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpMode;

/** What a stream goes over: all that the program does differently is how it opens its channels. */
enum Protocol {
    TCP {
        @Override
        SocketChannel openClient() throws IOException {
            return SocketChannel.open();
        }

        @Override
        ServerSocketChannel openServer() throws IOException {
            return ServerSocketChannel.open();
        }
    },
    MPTCP {
        @Override
        SocketChannel openClient() throws IOException {
            return Mptcp.openSocketChannel(MptcpMode.REQUIRE);
        }

        @Override
        ServerSocketChannel openServer() throws IOException {
            return Mptcp.openServerSocketChannel(MptcpMode.REQUIRE);
        }
    };

    abstract SocketChannel openClient() throws IOException;

    abstract ServerSocketChannel openServer() throws IOException;
}
