package mptcp4j.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import mptcp4j.cli.words.Words;
import mptcp4j.pm.ConnectionPathManager;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.LocalAddress;
import picocli.CommandLine.Command;

/** {@code address show | announce | remove}: the userspace path manager's, for which {@code ip} has no words. */
@Command(
        name = "address",
        description = {
            "The local addresses of one connection, whose socket must have been made while",
            "net.mptcp.pm_type was 1, as its peer knows them.",
            "",
            "TOKEN   names the connection: decimal, or hexadecimal after 0x",
            "id      the address id; without one, that of the address, or a free one",
            "port    where a socket of this machine listens, if not on that of the connection",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j address show 0x1a2b3c4d",
            "  mptcp4j address announce 0x1a2b3c4d 10.0.2.1 id 5 port 8443",
            "  mptcp4j address remove 0x1a2b3c4d id 5",
        })
final class AddressCommand extends WordCommand {
    private static final int MAX_ID = 255;

    AddressCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(
                Action.of("show", "TOKEN [ id ID ]", AddressCommand::show),
                Action.of("announce", "TOKEN ADDR [ id ID ] [ port NR ] [ dev NAME ]", AddressCommand::announce),
                Action.of("remove", "TOKEN id ID", AddressCommand::remove));
    }

    private static int show(Context context, Words words) throws IOException {
        long token = words.token("TOKEN");
        OptionalInt id = OptionalInt.empty();
        while (!words.isEmpty()) {
            words.keyword("id");
            id = OptionalInt.of(words.number("ID", 1, MAX_ID));
        }
        ConnectionPathManager connection = SubflowCommand.connection(context, token);
        List<LocalAddress> found = id.isPresent() ? List.of(connection.address(id.getAsInt())) : connection.addresses();
        var view = new EndpointView(Interfaces.of(context)::name, context.paint());
        List<Endpoint> entries = found.stream().map(AddressCommand::entry).toList();
        if (context.options().json) {
            context.printJson(entries, view::write);
        } else {
            for (Endpoint entry : entries) {
                context.out().println(view.text(entry));
            }
        }
        return ExitCode.OK;
    }

    /** Both look the same. */
    private static Endpoint entry(LocalAddress address) {
        return new Endpoint(address.id(), address.address(), address.port(), address.interfaceIndex(), address.flags());
    }

    private static int announce(Context context, Words words) throws IOException {
        long token = words.token("TOKEN");
        InetAddress address = words.address("ADDR");
        OptionalInt id = OptionalInt.empty();
        int port = 0;
        int interfaceIndex = 0;
        while (!words.isEmpty()) {
            switch (words.keyword("id", "port", "dev")) {
                case "id" -> id = OptionalInt.of(words.number("ID", 1, MAX_ID));
                case "port" -> port = words.number("NR", 1, 65535);
                default -> interfaceIndex = Interfaces.of(context).index(words.interfaceName("NAME"));
            }
        }
        ConnectionPathManager connection = SubflowCommand.connection(context, token);
        connection.announce(LocalAddress.of(SubflowCommand.idOf(connection, id, address, port), address)
                .withPort(port)
                .withInterface(interfaceIndex));
        return ExitCode.OK;
    }

    private static int remove(Context context, Words words) throws IOException {
        long token = words.token("TOKEN");
        words.keyword("id");
        int id = words.number("ID", 0, MAX_ID);
        words.end();
        SubflowCommand.connection(context, token).remove(id);
        return ExitCode.OK;
    }
}
