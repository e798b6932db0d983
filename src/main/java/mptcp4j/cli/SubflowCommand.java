package mptcp4j.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.cli.words.Words;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;
import mptcp4j.pm.AddressIds;
import mptcp4j.pm.ConnectionPathManager;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.RemoteAddress;
import picocli.CommandLine.Command;

/** {@code subflow create | destroy | backup | nobackup}: the userspace path manager's, for which {@code ip} has no words. */
@Command(
        name = "subflow",
        description = {
            "Opens, closes and marks the subflows of one connection, whose socket must have",
            "been made while net.mptcp.pm_type was 1.",
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
            "  mptcp4j subflow destroy 0x1a2b local 10.0.2.1 port 4011 remote 10.0.0.2 port 80",
        })
final class SubflowCommand extends WordCommand {
    private static final String CREATED =
            "TOKEN LOCAL REMOTE\nLOCAL := local ADDR [ port NR ] [ id ID ] [ dev NAME ] [ backup ]"
                    + "\nREMOTE := remote ADDR [ port NR ] [ id ID ]";
    private static final String ANY_PORT =
            "TOKEN LOCAL REMOTE\nLOCAL := local ADDR [ port NR ]\nREMOTE := remote ADDR [ port NR ]";

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
        ConnectionPathManager connection = connection(context, said.token());
        int id = idOf(
                connection,
                said.local().id(),
                said.local().address(),
                said.local().port());
        LocalAddress local = LocalAddress.of(id, said.local().address())
                .withPort(said.local().port())
                .withInterface(interfaceIndex);
        connection.createSubflow(
                said.local().backup() ? local.with(EndpointFlag.BACKUP) : local, remote(context, said));
        return ExitCode.OK;
    }

    private static RemoteAddress remote(Context context, SubflowWords said) throws IOException {
        int port = said.remote().port() == 0
                ? portOf(context, said.token())
                : said.remote().port();
        return new RemoteAddress(said.remote().id().orElse(0), said.remote().address(), port);
    }

    private static int portOf(Context context, long token) throws IOException {
        return context.open(Connections::open)
                .find(token, Detail.CONNECTION)
                .map(connection -> connection.remote().getPort())
                .orElseThrow(() -> new LinuxException(
                        String.format("find connection 0x%08x", token), Errno.ESRCH, "there is none of this token"));
    }

    private static int destroy(Context context, Words words) throws IOException {
        var said = SubflowWords.ofEnds(words);
        connection(context, said.token())
                .destroySubflow(
                        said.local().withRequiredPort("local"), said.remote().withRequiredPort("remote"));
        return ExitCode.OK;
    }

    private static int setBackup(Context context, Words words, boolean backup) throws IOException {
        var said = SubflowWords.ofEnds(words);
        connection(context, said.token())
                .setBackup(said.local().socketAddress(), said.remote().socketAddress(), backup);
        return ExitCode.OK;
    }

    static ConnectionPathManager connection(Context context, long token) throws IOException {
        return context.open(PathManager::open).connection(token);
    }

    /** Returns the id that is said, or else the one that the connection has for the address or may have. */
    static int idOf(ConnectionPathManager connection, OptionalInt said, InetAddress address, int port)
            throws IOException {
        return said.isPresent()
                ? said.getAsInt()
                : AddressIds.of(connection.addresses()).idOf(address, port);
    }
}
