package mptcp4j.cli;

import java.io.IOException;
import java.util.List;
import mptcp4j.cli.words.Words;
import picocli.CommandLine.Command;

/** {@code completion bash}: picocli's own completes options, and knows nothing of our words. */
@Command(
        name = CompletionCommand.NAME,
        description = {"Prints a script by which a shell completes the words of mptcp4j.", ""},
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(mptcp4j completion bash)      in ~/.bashrc",
            "  mptcp4j completion bash > /etc/bash_completion.d/mptcp4j",
        })
final class CompletionCommand extends WordCommand {
    static final String NAME = "completion";

    CompletionCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(Action.of("bash", "", this::bash));
    }

    private int bash(Context context, Words words) throws IOException {
        words.end();
        context.out().print(BashCompletion.of(spec().parent()));
        return ExitCode.OK;
    }
}
