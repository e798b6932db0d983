package mptcp4j.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mptcp4j.LinuxException;
import mptcp4j.broker.BrokerClient;
import mptcp4j.broker.BrokerSocket;
import mptcp4j.broker.BrokeredEvents;
import mptcp4j.broker.Line;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.RemoteAddress;
import mptcp4j.pm.SubflowCommands;
import mptcp4j.socket.ConnectionEvent;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;
import mptcp4j.socket.Subflow;
import mptcp4j.socket.SubflowSpec;

/** A program without any right, which steers its connection and tries to steer a stranger's. Says what became of it. */
final class OrdinaryProgram {
    private static final BlockingQueue<ConnectionEvent> HEARD = new LinkedBlockingQueue<>();

    private OrdinaryProgram() {}

    /** @param arguments address and port of a server that echoes, a second address of ours, and the token of a stranger */
    public static void main(String[] arguments) throws Exception {
        var server = new InetSocketAddress(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]));
        InetAddress second = InetAddress.getByName(arguments[2]);
        try (SocketChannel channel = Mptcp.openSocketChannel(MptcpMode.REQUIRE)) {
            channel.connect(server);
            channel.write(ByteBuffer.wrap(new byte[1]));
            channel.read(ByteBuffer.allocate(1));
            steer(MptcpConnection.of(channel), second);
            strange(Long.parseLong(arguments[3]), second, server);
        }
    }

    private static void steer(MptcpConnection connection, InetAddress second) throws Exception {
        System.out.println("token " + connection.token());
        var subscription = connection.onEvent(HEARD::add);
        System.out.println("events from " + subscription.source());
        Subflow opened = connection.openSubflow(SubflowSpec.from(second));
        System.out.println("opened " + opened.local().getAddress().getHostAddress());
        System.out.println("heard " + awaitEvent(ConnectionEvent.SubflowEstablished.class));
        connection.setBackup(opened.id(), true);
        System.out.println("announced " + connection.announce(second));
        connection.closeSubflow(opened.id());
        System.out.println("heard " + awaitEvent(ConnectionEvent.SubflowClosed.class));
        System.out.println(
                "left " + connection.awaitSubflows(1, Duration.ofSeconds(5)).size());
        connection.handBack();
        System.out.println("steering " + Mptcp.support().steering().available() + ", events "
                + Mptcp.support().events().available());
        try (BrokerClient client = BrokerClient.open(BrokerSocket.path())) {
            System.out.println("set "
                    + said(() -> client.ask(request("set", connection.token()).with("policy", "none"))));
        }
    }

    private static String awaitEvent(Class<? extends ConnectionEvent> type) throws InterruptedException {
        while (true) {
            ConnectionEvent event = HEARD.poll(10, TimeUnit.SECONDS);
            if (event == null || type.isInstance(event)) {
                return event == null ? "nothing" : type.getSimpleName();
            }
        }
    }

    private static void strange(long token, InetAddress second, InetSocketAddress server) throws IOException {
        LocalAddress local = LocalAddress.of(1, second);
        try (BrokerClient client = BrokerClient.open(BrokerSocket.path())) {
            SubflowCommands stranger = client.connection(token);
            List<Command> commands = List.of(
                    () -> stranger.createSubflow(local, RemoteAddress.of(server)),
                    () -> stranger.destroySubflow(new InetSocketAddress(second, 1), server),
                    () -> stranger.setBackup(new InetSocketAddress(second, 1), server, true),
                    () -> stranger.announce(local),
                    () -> stranger.remove(1),
                    () -> stranger.addresses(),
                    () -> client.ask(request("explain", token)),
                    () -> client.ask(request("set", token).with("policy", "none")),
                    () -> client.ask(request("steer", token).with("on", true)),
                    () -> client.ask(Line.empty().with("do", "reload")),
                    () -> BrokeredEvents.open(BrokerSocket.path(), token, () -> false));
            for (Command command : commands) {
                System.out.println(said(command));
            }
            int listed =
                    client.ask(Line.empty().with("do", "connections")).items().size();
            System.out.println("listed " + listed);
            System.out.println("policies "
                    + client.ask(Line.empty().with("do", "policies")).items().size());
        }
    }

    private static Line request(String name, long token) {
        return Line.empty().with("do", name).with("token", token);
    }

    private static String said(Command command) throws IOException {
        try {
            command.run();
            return "done";
        } catch (LinuxException e) {
            return e.errno().symbol() + " " + e.operation().replaceAll(" .*", "");
        }
    }

    @FunctionalInterface
    private interface Command {
        void run() throws IOException;
    }
}
