package mptcp4j.cli.demo;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mptcp4j.lab.Lab;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.Subflow;

/**
 * A connection from the laboratory's client to its server, opened over path 0.
 *
 * @param listener stays open: the kernel takes a new subflow by the socket that listens on its port
 * @param client the end that sends
 * @param server the end that receives
 */
record Stream(ServerSocketChannel listener, SocketChannel client, SocketChannel server) implements Closeable {
    /** Bound to the wildcard address: a subflow to another address of the server would not find a narrower one. */
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(0);

    static Stream open(Lab lab, Protocol protocol) throws IOException {
        List<Closeable> opened = new ArrayList<>();
        try {
            ServerSocketChannel listener = lab.server().call(protocol::openServer);
            opened.add(listener);
            listener.bind(ANYWHERE);
            SocketChannel client = lab.client().call(protocol::openClient);
            opened.add(client);
            int port = listener.socket().getLocalPort();
            client.connect(new InetSocketAddress(lab.server().address(0), port));
            SocketChannel server = listener.accept();
            opened.add(server);
            if (protocol == Protocol.MPTCP) {
                new Join(client, server).await(lab.paths().size());
            }
            return new Stream(listener, client, server);
        } catch (IOException | RuntimeException e) {
            for (Closeable channel : opened) {
                channel.close();
            }
            throw e;
        }
    }

    /** Returns what counts the bytes of each path for a transfer over MPTCP. */
    PathBytes subflowBytes(Lab lab) throws IOException {
        MptcpConnection connection = MptcpConnection.of(server);
        int paths = lab.paths().size();
        Map<InetAddress, Integer> pathsByClient = new HashMap<>();
        IntStream.range(0, paths).forEach(i -> pathsByClient.put(lab.client().address(i), i));
        var counters = new PathCounters(paths);
        return received -> counters.update(connection.subflows().stream()
                .map(subflow -> reading(subflow, pathsByClient))
                .toList());
    }

    /** Returns what counts the bytes of a transfer over plain TCP: there is one path, and it brought all. */
    static PathBytes allBytes() {
        return received -> List.of(received);
    }

    @Override
    public void close() throws IOException {
        try (listener;
                client) {
            server.close();
        }
    }

    private static PathCounters.Reading reading(Subflow subflow, Map<InetAddress, Integer> pathsByClient) {
        InetAddress client = subflow.remote().getAddress();
        Integer path = pathsByClient.get(client);
        if (path == null) {
            throw new IllegalStateException("a subflow from " + client + ", which is on no path");
        }
        return new PathCounters.Reading(
                subflow.id(), path, subflow.tcpInfo().traffic().bytesReceived());
    }
}
