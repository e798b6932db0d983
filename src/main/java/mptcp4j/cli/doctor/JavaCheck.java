package mptcp4j.cli.doctor;

import java.util.List;
import mptcp4j.socket.Capability;

/** Which way to the C library this JVM has. */
final class JavaCheck implements Check {
    private static final String SUBJECT = "java";

    @Override
    public List<Finding> of(Facts facts) {
        Capability libc = facts.support().libc();
        String text = "Java " + facts.support().java() + ", calls the kernel through ";
        return List.of(
                libc.available()
                        ? Finding.ok(SUBJECT, text + libc.detail())
                        : Finding.problem(SUBJECT, text + "nothing: " + libc.detail()));
    }
}
