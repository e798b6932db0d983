package mptcp4j.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import mptcp4j.LinuxException;
import mptcp4j.socket.SubflowRefusalKernelIT.Command;

/** Connects, and says what becomes of each command, in a JVM that lacks a capability. */
final class ChildClient {
    private ChildClient() {}

    /** @param arguments address and port of a server that sends a byte back, and a local address */
    public static void main(String[] arguments) throws IOException {
        InetAddress local = InetAddress.getByName(arguments[2]);
        try (SocketChannel channel = Mptcp.openSocketChannel(MptcpMode.REQUIRE)) {
            channel.connect(new InetSocketAddress(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1])));
            channel.write(ByteBuffer.wrap(new byte[1]));
            channel.read(ByteBuffer.allocate(1));
            MptcpConnection connection = MptcpConnection.of(channel);
            List<Command> commands = List.of(
                    () -> connection.openSubflow(SubflowSpec.from(new InetSocketAddress(local, 10))),
                    () -> connection.announce(local),
                    () -> connection.setBackup(1, true),
                    () -> connection.closeSubflow(1));
            for (Command command : commands) {
                System.out.println(said(command));
            }
        }
    }

    private static String said(Command command) throws IOException {
        try {
            command.run();
            return "done";
        } catch (LinuxException e) {
            return e.errno().symbol() + " " + e.detail();
        }
    }
}
