package mptcp4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import mptcp4j.cli.words.Words;
import mptcp4j.pm.Limits;
import mptcp4j.pm.PathManager;
import picocli.CommandLine.Command;

/** {@code limits set [ subflows NR ] [ add_addr_accepted NR ]}, {@code limits show}: those of {@code ip mptcp}. */
@Command(
        name = "limits",
        description = {
            "How many subflows the kernel's path manager makes for one connection.",
            "",
            "subflows NR            subflows beside the first",
            "add_addr_accepted NR   addresses announced by the peer that are used",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j limits                    what they are",
            "  mptcp4j limits set subflows 4     four more subflows for each connection",
            "  mptcp4j -n red -j limits show     namespace red, as JSON",
        })
final class LimitsCommand extends WordCommand {
    LimitsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(
                Action.of("set", "[ subflows NR ] [ add_addr_accepted NR ]", LimitsCommand::set),
                Action.of("show", "", LimitsCommand::show).asStandard());
    }

    private static int set(Context context, Words words) throws IOException {
        OptionalInt subflows = OptionalInt.empty();
        OptionalInt addAddrAccepted = OptionalInt.empty();
        while (!words.isEmpty()) {
            switch (words.keyword("subflows", "add_addr_accepted")) {
                case "subflows" -> subflows = OptionalInt.of(words.number("NR", 0, Integer.MAX_VALUE));
                default -> addAddrAccepted = OptionalInt.of(words.number("NR", 0, Integer.MAX_VALUE));
            }
        }
        set(context.open(PathManager::open), subflows, addAddrAccepted);
        return ExitCode.OK;
    }

    /** In one request, so that the kernel changes both or none. */
    private static void set(PathManager pathManager, OptionalInt subflows, OptionalInt addAddrAccepted)
            throws IOException {
        if (subflows.isPresent() && addAddrAccepted.isPresent()) {
            pathManager.setLimits(new Limits(subflows.getAsInt(), addAddrAccepted.getAsInt()));
        } else if (subflows.isPresent()) {
            pathManager.setSubflowLimit(subflows.getAsInt());
        } else if (addAddrAccepted.isPresent()) {
            pathManager.setAddAddrAcceptedLimit(addAddrAccepted.getAsInt());
        } else {
            Refusals.under("limits set", () -> {
                pathManager.requirePermission();
                return ExitCode.OK;
            });
        }
    }

    private static int show(Context context, Words words) throws IOException {
        words.end();
        Limits limits = context.open(PathManager::open).limits();
        if (context.options().json) {
            context.printJson(List.of(limits), (json, value) -> {
                json.writeNumberField("add_addr_accepted", value.addAddrAccepted());
                json.writeNumberField("subflows", value.subflows());
            });
        } else {
            context.out()
                    .println("add_addr_accepted " + limits.addAddrAccepted() + " subflows " + limits.subflows() + " ");
        }
        return ExitCode.OK;
    }
}
