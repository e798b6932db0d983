package mptcp4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mptcp4j.cli.doctor.Diagnosis;
import mptcp4j.cli.doctor.Examination;
import mptcp4j.cli.doctor.Finding;
import mptcp4j.cli.doctor.Severity;
import mptcp4j.cli.words.Words;
import picocli.CommandLine.Command;

/** {@code doctor}: what works here, what does not, and the commands that mend it. */
@Command(
        name = "doctor",
        description = {
            "Says what of Multipath TCP works here and what does not, and with which command it would.",
            "",
            "Looks at the kernel and its parameters, privileges, the JDK, the path manager with its endpoints and limits,"
                    + " reverse path filters, the routing of packets from each address, programs that manage endpoints,"
                    + " and what the kernel has counted. It changes nothing. Ends with 3 where it found a problem; a"
                    + " warning is none.",
            ""
        },
        exitCodeList = {
            "  0:done, and no problem found",
            "  1:the kernel could not be talked to, or something went wrong on the way",
            "  2:the kernel refused",
            "  3:a problem was found",
            "255:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j doctor                    what is found, and what mends it",
            "  mptcp4j -n red doctor             in namespace red",
            "  mptcp4j -j doctor | jq -r '.[].mend // empty'   all commands that mend",
        })
final class DoctorCommand extends WordCommand {
    DoctorCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(Action.unnamed("", DoctorCommand::examine));
    }

    private static int examine(Context context, Words words) throws IOException {
        words.end();
        List<Finding> findings = Diagnosis.of(context.inNamespace(Examination::run));
        var view = new DoctorView(context.paint(), Optional.ofNullable(context.options().netns));
        if (context.options().json) {
            context.printJson(findings, view::write);
        } else {
            view.lines(findings).forEach(context.out()::println);
        }
        boolean problem = findings.stream().anyMatch(finding -> finding.severity() == Severity.PROBLEM);
        return problem ? ExitCode.PROBLEM : ExitCode.OK;
    }
}
