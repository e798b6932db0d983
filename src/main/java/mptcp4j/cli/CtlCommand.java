package mptcp4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.broker.BrokerClient;
import mptcp4j.broker.BrokerSocket;
import mptcp4j.broker.Line;
import mptcp4j.cli.words.Words;
import mptcp4j.daemon.DeskLines;
import mptcp4j.linux.NamespaceCookie;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ctl status | connections | explain | policies | reload | set | release}: asks the daemon. */
@Command(
        name = "ctl",
        description = {
            "Asks the daemon of this network namespace, and tells it what to do.",
            "",
            "status       how it does",
            "connections  those that it manages: yours, for root and its administrators all",
            "explain      why a connection has the subflows that it has",
            "policies     what a connection can be given with set",
            "reload       reads the configuration again; where that is wrong, nothing changes",
            "set          gives a connection another policy than its rule, until it ends",
            "release      gives a connection that its program steered back to its policy",
            "TOKEN        names the connection: decimal, or hexadecimal after 0x",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j ctl                                 how the daemon does",
            "  mptcp4j ctl explain 0x40c1a5f2",
            "  mptcp4j ctl set 0x40c1a5f2 policy handover",
            "  mptcp4j -j ctl connections                  as JSON",
        })
final class CtlCommand extends WordCommand {
    @Option(
            names = "--socket",
            paramLabel = "FILE",
            description = "The daemon's socket. Default: what MPTCP4J_BROKER says, or /run/mptcp4j/daemon.sock.")
    private @Nullable Path socket;

    CtlCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(
                Action.of("status", "", this::status).asStandard(),
                Action.of("connections", "", this::connections),
                Action.of("explain", "TOKEN", this::explain),
                Action.of("policies", "", this::policies),
                Action.of("reload", "", this::reload),
                Action.of("set", "TOKEN policy NAME", this::set),
                Action.of("release", "TOKEN", this::release));
    }

    private int status(Context context, Words words) throws IOException {
        words.end();
        new CtlView(context).status(DeskLines.status(client(context).ask(request("status"))));
        return ExitCode.OK;
    }

    private int connections(Context context, Words words) throws IOException {
        words.end();
        new CtlView(context).connections(DeskLines.connections(client(context).ask(request("connections"))));
        return ExitCode.OK;
    }

    private int explain(Context context, Words words) throws IOException {
        Line request = request("explain").with("token", words.token("TOKEN"));
        words.end();
        new CtlView(context).explanation(DeskLines.explanation(client(context).ask(request)));
        return ExitCode.OK;
    }

    private int policies(Context context, Words words) throws IOException {
        words.end();
        new CtlView(context).policies(DeskLines.policies(client(context).ask(request("policies"))));
        return ExitCode.OK;
    }

    private int reload(Context context, Words words) throws IOException {
        words.end();
        client(context).ask(request("reload"));
        return ExitCode.OK;
    }

    private int set(Context context, Words words) throws IOException {
        Line request = request("set").with("token", words.token("TOKEN"));
        words.keyword("policy");
        Line whole = request.with("policy", words.text("NAME"));
        words.end();
        client(context).ask(whole);
        return ExitCode.OK;
    }

    private int release(Context context, Words words) throws IOException {
        Line request = request("steer").with("token", words.token("TOKEN")).with("on", false);
        words.end();
        client(context).ask(request);
        return ExitCode.OK;
    }

    private static Line request(String name) {
        return Line.empty().with("do", name);
    }

    /** A socket is found in whatever network namespace, so a daemon may be that of another one than was asked for. */
    private BrokerClient client(Context context) throws IOException {
        Path chosen = chosen();
        BrokerClient client = context.open(() -> open(chosen));
        if (context.options().netns != null && context.inNamespace(NamespaceCookie::ofThread) != client.namespace()) {
            throw new IOException("the daemon at " + chosen + " is of another network namespace than "
                    + context.options().netns + ": say with --socket where the other one is");
        }
        return client;
    }

    /** By the socket of the administrators, for who is one, unless it is that of a daemon that has ended and left it. */
    private static BrokerClient open(Path chosen) throws IOException {
        Path ofAdministrators = BrokerSocket.ofAdministrators(chosen);
        if (Files.isWritable(ofAdministrators)) {
            try {
                return BrokerClient.open(ofAdministrators);
            } catch (LinuxException e) {
                if (!e.errno().equals(Errno.ECONNREFUSED)) {
                    throw e;
                }
            }
        }
        return BrokerClient.open(chosen);
    }

    private Path chosen() {
        return socket == null ? BrokerSocket.path() : socket;
    }
}
