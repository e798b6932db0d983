package mptcp4j.cli;

import java.io.IOException;
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
            "The local addresses of one connection, whose socket must have been made while net.mptcp.pm_type was 1, as its"
                    + " peer knows them.",
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
            id = OptionalInt.of(words.id(1));
        }
        ConnectionPathManager connection =
                Steering.of(context, "address show", token).connection();
        List<LocalAddress> found = id.isPresent() ? List.of(connection.address(id.getAsInt())) : connection.addresses();
        EndpointView.print(context, found.stream().map(AddressCommand::entry).toList());
        return ExitCode.OK;
    }

    /** Both look the same. */
    private static Endpoint entry(LocalAddress address) {
        return new Endpoint(address.id(), address.address(), address.port(), address.interfaceIndex(), address.flags());
    }

    private static int announce(Context context, Words words) throws IOException {
        var said = AddressWords.ofAnnounce(words);
        int interfaceIndex = 0;
        if (said.interfaceName().isPresent()) {
            interfaceIndex = Interfaces.of(context).index(said.interfaceName().get());
        }
        var steering = Steering.of(context, "address announce", said.token());
        int id = steering.idOf(said.id(), said.address(), said.port());
        steering.connection()
                .announce(LocalAddress.of(id, said.address())
                        .withPort(said.port())
                        .withInterface(interfaceIndex));
        return ExitCode.OK;
    }

    private static int remove(Context context, Words words) throws IOException {
        long token = words.token("TOKEN");
        words.keyword("id");
        int id = words.id(0);
        words.end();
        Steering.of(context, "address remove", token).connection().remove(id);
        return ExitCode.OK;
    }
}
