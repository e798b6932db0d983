package mptcp4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mptcp4j.cli.words.Words;
import mptcp4j.daemon.config.Configuration;
import mptcp4j.daemon.policy.PolicyFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daemon [ --config FILE ] [ --check ]} */
@Command(
        name = "daemon",
        description = {
            "The path manager: it gives every connection of this network namespace the subflows that its rule and policy"
                    + " say, until it is interrupted.",
            "",
            "It needs CAP_NET_ADMIN. At SIGHUP it reads its configuration again, and loses no connection. Where systemd has"
                    + " started it, it tells systemd how it does. docs/daemon.md has the configuration and all the rest.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j daemon                               as /etc/mptcp4j/daemon.toml says",
            "  mptcp4j -n red daemon --config red.toml      for namespace red",
            "  mptcp4j daemon --config new.toml --check     whether it would take that",
        })
final class DaemonCommand extends WordCommand {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration. Default: /etc/mptcp4j/daemon.toml, which need not be there.")
    private @Nullable Path file;

    @Option(names = "--check", description = "Read the configuration, say what is wrong with it, and end.")
    private boolean check;

    DaemonCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(Action.unnamed("[ --config FILE ] [ --check ]", this::run));
    }

    private int run(Context context, Words words) throws IOException {
        words.end();
        List<PolicyFactory> policies = Configuration.installedPolicies();
        if (check) {
            Configuration configuration = read(policies);
            context.out().println(place() + ": nothing wrong, " + rules(configuration));
            return ExitCode.OK;
        }
        return context.inNamespace(() -> {
            DaemonRun.run(() -> read(policies));
            return ExitCode.OK;
        });
    }

    private static String rules(Configuration configuration) {
        int rules = configuration.rules().rules().size();
        return (rules == 1 ? "1 rule" : rules + " rules") + ", and by default "
                + configuration.rules().otherwise().policy().name();
    }

    private String place() {
        return file == null && !Files.exists(Configuration.PLACE)
                ? "no " + Configuration.PLACE
                : String.valueOf(file == null ? Configuration.PLACE : file);
    }

    private Configuration read(List<PolicyFactory> policies) throws IOException {
        if (file != null) {
            return Configuration.read(file, policies);
        }
        return Files.exists(Configuration.PLACE)
                ? Configuration.read(Configuration.PLACE, policies)
                : Configuration.defaults(policies);
    }
}
