package mptcp4j.lab;

import java.io.IOException;
import java.util.concurrent.Callable;

/** What is between the hosts of a laboratory, for tests that do more to a path than a laboratory can. */
public final class Between {
    private Between() {}

    /** Runs a task in the namespace where the paths are: path 1 goes from the link {@code rc1} to {@code rs1} there. */
    public static <T> T call(NetworkPath path, Callable<T> task) throws IOException {
        return path.between().call(task);
    }
}
