package mptcp4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import mptcp4j.cli.words.Words;
import mptcp4j.pm.MptcpSysctls;
import picocli.CommandLine.Command;

/** {@code sysctl [ show ] [ NAME ]}, {@code sysctl set NAME VALUE}. */
@Command(
        name = "sysctl",
        description = {
            "The kernel's parameters of MPTCP, net.mptcp.*. Most count for sockets to come.",
            "",
            "NAME   with or without net.mptcp. before it",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j sysctl                       all that this kernel has",
            "  mptcp4j sysctl enabled               one",
            "  mptcp4j -n red sysctl set pm_type 1  steer connections to come from user space",
        })
final class SysctlCommand extends WordCommand {
    private static final String PREFIX = "net.mptcp.";

    SysctlCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(
                Action.of("show", "[ NAME ]", SysctlCommand::show),
                Action.of("set", "NAME VALUE", SysctlCommand::set),
                Action.unnamed("[ NAME ]", SysctlCommand::show));
    }

    private static int show(Context context, Words words) throws IOException {
        String name = words.isEmpty() ? "" : name(words);
        words.end();
        Map<String, String> shown = context.inNamespace(() -> name.isEmpty()
                ? MptcpSysctls.ofThread().all()
                : Map.of(name, MptcpSysctls.ofThread().get(name)));
        if (context.options().json) {
            context.printJson(shown.entrySet(), (json, one) -> {
                json.writeStringField("name", one.getKey());
                json.writeStringField("value", one.getValue());
            });
        } else {
            shown.forEach((key, value) -> context.out().println(PREFIX + key + " = " + value));
        }
        return ExitCode.OK;
    }

    private static int set(Context context, Words words) throws IOException {
        String name = name(words);
        String value = words.text("VALUE");
        words.end();
        return context.inNamespace(() -> {
            MptcpSysctls.ofThread().set(name, value);
            return ExitCode.OK;
        });
    }

    private static String name(Words words) {
        String word = words.text("NAME");
        String name = word.startsWith(PREFIX) ? word.substring(PREFIX.length()) : word;
        if (name.isEmpty()) {
            throw words.wrong("NAME is expected");
        }
        return name;
    }
}
