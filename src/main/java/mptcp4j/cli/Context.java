package mptcp4j.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.cli.report.Screen;
import mptcp4j.cli.words.UsageException;
import mptcp4j.linux.Netns;
import org.jspecify.annotations.Nullable;

/** What a command works with: where and how it prints, and the network namespace that it is about. */
final class Context implements Closeable {
    private static final String NAMED = "/run/netns/";
    private static final Set<Errno> FORBIDDEN = Set.of(Errno.EPERM, Errno.EACCES);

    private final Terminal terminal;
    private final GlobalOptions options;
    private final @Nullable Netns namespace;
    private final Deque<Closeable> opened = new ArrayDeque<>();

    /** @throws UsageException if there is no such namespace */
    Context(Terminal terminal, GlobalOptions options) throws IOException {
        this.terminal = terminal;
        this.options = options;
        this.namespace = options.netns == null ? null : namespace(options.netns);
    }

    /** Returns where results go. */
    PrintStream out() {
        return terminal.out();
    }

    /** Returns what shows the results. */
    Screen screen() {
        return terminal.outScreen();
    }

    /** Returns the options that all commands have. */
    GlobalOptions options() {
        return options;
    }

    /** Returns the colours for the results. */
    Paint paint() {
        return switch (options.colours) {
            case ALWAYS -> Paint.coloured(System.getenv());
            case AUTO -> terminal.outScreen().colour() ? Paint.coloured(System.getenv()) : Paint.NONE;
            case NEVER -> Paint.NONE;
        };
    }

    /**
     * Opens something in the namespace; the context closes it.
     *
     * @throws IOException if that fails, and never {@link LinuxException}: what the kernel refuses here is not the command
     */
    <T extends Closeable> T open(Task<T> opening) throws IOException {
        try {
            T result = inNamespace(opening);
            opened.push(result);
            return result;
        } catch (LinuxException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Runs a task in the namespace. */
    <T> T inNamespace(Task<T> task) throws IOException {
        return namespace == null ? task.run() : namespace.call(task::run);
    }

    /** Prints a JSON array of one object for each value and ends the line, as {@code ip -j} does. */
    <T> void printJson(Iterable<T> values, JsonFields<T> fields) throws IOException {
        out().println(options.pretty ? Json.pretty(values, fields) : Json.array(values, fields));
    }

    /** Prints one JSON object and ends the line: an event of a stream. */
    <T> void printJsonLine(T value, JsonFields<T> fields) throws IOException {
        out().println(Json.object(value, fields));
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        if (namespace != null) {
            namespace.close();
        }
    }

    /** Returns the file that stands for a namespace. */
    static String fileOf(String name) {
        return name.contains("/") ? name : NAMED + name;
    }

    private static Netns namespace(String name) throws IOException {
        try {
            return entered(Netns.open(fileOf(name)));
        } catch (LinuxException e) {
            String reason = e.errno().equals(Errno.EINVAL)
                    ? "it is no network namespace"
                    : e.errno().meaning();
            String complaint = "cannot open network namespace \"" + name + "\": " + reason;
            if (FORBIDDEN.contains(e.errno())) {
                throw new IOException(complaint, e);
            }
            throw new UsageException(complaint);
        }
    }

    /** A file that is no namespace, or one of somebody else, is refused only then. */
    private static Netns entered(Netns netns) throws IOException {
        try {
            netns.run(() -> {});
            return netns;
        } catch (IOException e) {
            netns.close();
            throw e;
        }
    }

    /** Something to do in a namespace. */
    @FunctionalInterface
    interface Task<T> {
        T run() throws IOException;
    }
}
