package mptcp4j.cli;

import java.io.IOException;
import mptcp4j.LinuxException;

/** What a command has to ask the kernel besides what it was told to do: a user knows only the command that they gave. */
final class Refusals {
    private Refusals() {}

    /**
     * Does something for a command.
     *
     * @param command the one that was given, which a refusal names
     */
    static <T> T under(String command, Context.Task<T> task) throws IOException {
        try {
            return task.run();
        } catch (LinuxException e) {
            var named = new LinuxException(command, e.errno(), e.detail());
            named.initCause(e);
            throw named;
        }
    }
}
