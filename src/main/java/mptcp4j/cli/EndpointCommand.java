package mptcp4j.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import mptcp4j.cli.words.UsageException;
import mptcp4j.cli.words.Words;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.PathManager;
import picocli.CommandLine.Command;

/** {@code endpoint add | delete | change | show | flush}: those of {@code ip mptcp}. */
@Command(
        name = "endpoint",
        description = {
            "The addresses over which the kernel's path manager makes subflows.",
            "",
            "signal     announce the address to peers",
            "subflow    make a subflow from it",
            "laminar    make a subflow from it to an address that the peer announced",
            "backup     use its subflows only when no other works",
            "fullmesh   make a subflow from it to every address of the peer",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j endpoint add 10.0.2.1 dev eth1 subflow",
            "  mptcp4j endpoint add 10.0.1.1 signal port 8443    and listen there",
            "  mptcp4j endpoint change id 1 backup",
            "  mptcp4j endpoint delete id 1",
            "  mptcp4j -n red -j endpoint show                   namespace red, as JSON",
        })
final class EndpointCommand extends WordCommand {
    private static final String FLAGS =
            "\nFLAG-LIST := [ FLAG-LIST ] FLAG" + "\nFLAG := [ signal | subflow | laminar | backup | fullmesh ]";
    private static final String CHANGES = "\nCHANGE-OPT := [ backup | nobackup | fullmesh | nofullmesh ]";

    EndpointCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(
                Action.of(
                        "add",
                        "ADDRESS [ dev NAME ] [ id ID ] [ port NR ] [ FLAG-LIST ]" + FLAGS,
                        EndpointCommand::add),
                Action.of("change", "[ id ID ] [ ADDRESS ] [ port NR ] CHANGE-OPT" + CHANGES, EndpointCommand::change),
                Action.of("delete", "id ID [ ADDRESS ]", EndpointCommand::delete),
                Action.of("show", "[ id ID ]", EndpointCommand::show).asStandard(),
                Action.of("flush", "", EndpointCommand::flush));
    }

    private static int add(Context context, Words words) throws IOException {
        var said = EndpointWords.ofAdd(words);
        int interfaceIndex = 0;
        if (said.interfaceName().isPresent()) {
            interfaceIndex = Interfaces.of(context).index(said.interfaceName().get());
        }
        Endpoint endpoint = endpoint(said, interfaceIndex);
        context.open(PathManager::open).add(endpoint);
        return ExitCode.OK;
    }

    private static Endpoint endpoint(EndpointWords said, int interfaceIndex) {
        InetAddress address = said.address().orElseThrow(() -> UsageException.required("ADDRESS"));
        if (List.of(said.flags()).containsAll(List.of(EndpointFlag.SIGNAL, EndpointFlag.FULLMESH))) {
            throw UsageException.wrong("fullmesh", "flags mustn't have both signal and fullmesh");
        }
        try {
            return Endpoint.of(address, said.flags())
                    .withId(said.id().orElse(0))
                    .withPort(said.port())
                    .withInterface(interfaceIndex);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Where both are given, the kernel finds the endpoint by its address and does not look at the id. */
    private static int change(Context context, Words words) throws IOException {
        var said = EndpointWords.ofChange(words);
        if (said.id().isPresent() && said.port() != 0) {
            throw UsageException.wrong("port", "can't be used with id");
        }
        if (said.address().isPresent()) {
            context.open(PathManager::open).change(said.address().get(), said.port(), said.flags());
        } else {
            int id = said.id().orElseThrow(() -> UsageException.required("id ID or ADDRESS"));
            context.open(PathManager::open).change(id, said.flags());
        }
        return ExitCode.OK;
    }

    private static int delete(Context context, Words words) throws IOException {
        var said = EndpointWords.ofDelete(words);
        int id = said.id().orElseThrow(() -> UsageException.required("ID"));
        if (id == 0) {
            InetAddress address = said.address().orElseThrow(() -> UsageException.required("ADDRESS of id 0"));
            context.open(PathManager::open).deleteInitial(address);
        } else if (said.address().isPresent()) {
            throw UsageException.wrong(IpAddress.text(said.address().get()), "an address is for id 0 alone");
        } else {
            context.open(PathManager::open).delete(id);
        }
        return ExitCode.OK;
    }

    private static int show(Context context, Words words) throws IOException {
        OptionalInt id = OptionalInt.empty();
        while (!words.isEmpty()) {
            words.keyword("id");
            id = OptionalInt.of(words.id(1));
        }
        PathManager pathManager = context.open(PathManager::open);
        List<Endpoint> endpoints = id.isPresent() ? List.of(pathManager.get(id.getAsInt())) : pathManager.endpoints();
        EndpointView.print(context, endpoints);
        return ExitCode.OK;
    }

    private static int flush(Context context, Words words) throws IOException {
        words.end();
        context.open(PathManager::open).flush();
        return ExitCode.OK;
    }
}
