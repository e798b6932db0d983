package mptcp4j.bench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One of those that are compared: a process that does a round of work when it is told to, and says how long that took. */
final class Contestant implements Closeable {
    private static final int PATIENCE_SECONDS = 5;

    private final String name;
    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader answers;

    private Contestant(String name, Process process) {
        this.name = name;
        this.process = process;
        orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Starts one in the network namespace of the calling thread. What it has to complain of goes to our standard error. */
    static Contestant start(String name, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        return new Contestant(name, builder.start());
    }

    String name() {
        return name;
    }

    /** @param order a line as {@code native/bench/yardstick.c} describes it */
    Round round(String order) throws IOException {
        orders.println(order);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(name + " ended instead of doing: " + order);
        }
        long[] numbers =
                Arrays.stream(answer.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Round(numbers[0], numbers[1], Arrays.copyOfRange(numbers, 2, numbers.length));
    }

    /** It ends when there are no more orders. */
    @Override
    public void close() throws IOException {
        orders.close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(name + " does not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @param nanos that it took
     * @param outcome what came out, the same for all that do the same
     * @param samples what the order says, in nanoseconds
     */
    @SuppressWarnings("ArrayRecordComponent") // rounds are not compared
    record Round(long nanos, long outcome, long[] samples) {}
}
