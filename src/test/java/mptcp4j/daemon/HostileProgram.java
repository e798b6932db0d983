package mptcp4j.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.broker.BrokerClient;
import mptcp4j.broker.BrokerSocket;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.SubflowCommands;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;

/** A program without any right that takes of the daemon's memory what it can get. */
final class HostileProgram {
    private static final int CLIENTS = 1200;
    private static final List<RawClient> OPENED = new ArrayList<>();
    private static final Path SOCKET = BrokerSocket.path();

    private HostileProgram() {}

    /**
     * Goes on until nothing more can be read.
     *
     * @param arguments what it does; a server and a second address of ours
     */
    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "halves" -> halves();
            default -> events(InetAddress.getByName(arguments[1]), InetAddress.getByName(arguments[2]));
        }
        System.in.read();
    }

    /** Who is dismissed meanwhile comes no more. */
    private static void halves() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            OPENED.add(RawClient.greeted(SOCKET));
        }
        ByteBuffer all = ByteBuffer.wrap(("{\"id\":2,\"do\":\"" + "x".repeat(65_000)).getBytes(StandardCharsets.UTF_8));
        for (RawClient client : OPENED) {
            client.channel.configureBlocking(false);
            ByteBuffer bytes = all.duplicate();
            try {
                while (client.channel.write(bytes) > 0) {}
            } catch (IOException e) {
                // dismissed
            }
        }
        System.out.println("halves " + OPENED.size());
    }

    private static void events(InetAddress server, InetAddress second) throws IOException {
        try (SocketChannel channel = Mptcp.openSocketChannel(MptcpMode.REQUIRE);
                BrokerClient commands = BrokerClient.open(SOCKET)) {
            channel.connect(new InetSocketAddress(server, ManagedHosts.PORT));
            long token = MptcpConnection.of(channel).token();
            String request = "{\"id\":3,\"do\":\"events\",\"token\":" + token + "}\n";
            String refusal = "";
            while (refusal.isEmpty() && OPENED.size() < 100) {
                RawClient client = RawClient.greeted(SOCKET);
                for (int i = 0; i < 2 * Guest.MOST_SUBSCRIPTIONS && refusal.isEmpty(); i++) {
                    client.say(request);
                    String answer = client.line();
                    refusal = answer.contains("\"error\"") ? answer.replaceAll(".*\"error\":\"(\\w+)\".*", "$1") : "";
                }
                OPENED.add(client);
            }
            System.out.println("subscribed " + (OPENED.size() - 1) + ", " + refusal);
            SubflowCommands connection = commands.connection(token);
            for (int i = 0; i < 100; i++) {
                connection.announce(LocalAddress.of(9, second));
                connection.remove(9);
            }
        }
    }
}
