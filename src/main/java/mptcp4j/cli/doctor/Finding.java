package mptcp4j.cli.doctor;

import java.util.Optional;

/**
 * One thing that was found. Immutable.
 *
 * @param severity how bad it is
 * @param subject what it is about, in one word
 * @param text what it is, in one line
 * @param mend the command that mends it, for a shell; empty where there is nothing to mend, or no command does it
 */
public record Finding(Severity severity, String subject, String text, Optional<String> mend) {
    static Finding ok(String subject, String text) {
        return new Finding(Severity.OK, subject, text, Optional.empty());
    }

    static Finding warning(String subject, String text) {
        return new Finding(Severity.WARNING, subject, text, Optional.empty());
    }

    static Finding problem(String subject, String text) {
        return new Finding(Severity.PROBLEM, subject, text, Optional.empty());
    }

    /** Returns the same finding with the command that mends it. */
    Finding mendedBy(String command) {
        return new Finding(severity, subject, text, Optional.of(command));
    }
}
