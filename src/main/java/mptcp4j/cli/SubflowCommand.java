package mptcp4j.cli;

import java.io.IOException;
import java.util.List;
import mptcp4j.cli.words.Words;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.RemoteAddress;
import picocli.CommandLine.Command;

/** {@code subflow create | destroy | backup | nobackup}: the userspace path manager's, for which {@code ip} has no words. */
@Command(
        name = "subflow",
        description = {
            "Opens, closes and marks the subflows of one connection, whose socket must have been made while"
                    + " net.mptcp.pm_type was 1.",
            "",
            "TOKEN    names the connection: decimal, or hexadecimal after 0x",
            "id       the address id; without one, local: that of the address, or a free",
            "         one; remote: 0",
            "port     without one, local: any; remote: that of the connection",
            "dev      bind the subflow to this interface",
            "backup   use the subflow only when no other works",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j subflow create 0x1a2b local 10.0.2.1 remote 10.0.0.2",
            "  mptcp4j subflow create 0x1a2b local 10.0.2.1 backup remote 10.0.0.9 id 3",
            "  mptcp4j subflow backup 0x1a2b local 10.0.2.1 remote 10.0.0.2",
            "  mptcp4j subflow destroy 0x1a2b local 10.0.2.1 port 40 remote 10.0.0.2 port 80",
        })
final class SubflowCommand extends WordCommand {
    private static final String CREATED =
            "TOKEN LOCAL REMOTE\nLOCAL := local ADDR [ port NR ] [ id ID ] [ dev NAME ] [ backup ]"
                    + "\nREMOTE := remote ADDR [ port NR ] [ id ID ]";
    private static final String ANY_PORT = "TOKEN local ADDR [ port NR ] remote ADDR [ port NR ]";

    SubflowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(
                Action.of("create", CREATED, SubflowCommand::create),
                Action.of("destroy", "TOKEN local ADDR port NR remote ADDR port NR", SubflowCommand::destroy),
                Action.of("backup", ANY_PORT, (context, words) -> setBackup(context, words, true)),
                Action.of("nobackup", ANY_PORT, (context, words) -> setBackup(context, words, false)));
    }

    private static int create(Context context, Words words) throws IOException {
        var said = SubflowWords.ofCreate(words);
        int interfaceIndex = 0;
        if (said.local().interfaceName().isPresent()) {
            interfaceIndex =
                    Interfaces.of(context).index(said.local().interfaceName().get());
        }
        var steering = Steering.of(context, "subflow create", said.token());
        int id = steering.idOf(
                said.local().id(), said.local().address(), said.local().port());
        LocalAddress local = LocalAddress.of(id, said.local().address())
                .withPort(said.local().port())
                .withInterface(interfaceIndex);
        steering.connection()
                .createSubflow(
                        said.local().backup() ? local.with(EndpointFlag.BACKUP) : local,
                        remote(steering, said.remote()));
        return ExitCode.OK;
    }

    private static RemoteAddress remote(Steering steering, SubflowWords.End said) throws IOException {
        int port = said.port() == 0 ? steering.remotePort() : said.port();
        return new RemoteAddress(said.id().orElse(0), said.address(), port);
    }

    private static int destroy(Context context, Words words) throws IOException {
        var said = SubflowWords.ofEnds(words);
        Steering.of(context, "subflow destroy", said.token())
                .connection()
                .destroySubflow(
                        said.local().withRequiredPort("local"), said.remote().withRequiredPort("remote"));
        return ExitCode.OK;
    }

    private static int setBackup(Context context, Words words, boolean backup) throws IOException {
        var said = SubflowWords.ofEnds(words);
        Steering.of(context, backup ? "subflow backup" : "subflow nobackup", said.token())
                .connection()
                .setBackup(said.local().socketAddress(), said.remote().socketAddress(), backup);
        return ExitCode.OK;
    }
}
