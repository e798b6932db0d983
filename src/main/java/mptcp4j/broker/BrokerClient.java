package mptcp4j.broker;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Deadline;
import mptcp4j.pm.SubflowCommands;

/**
 * Asks the daemon. Every method throws {@link LinuxException}: what the daemon refused as it refused it, ECONNREFUSED where none
 * answers, EPIPE where it hung up, ETIMEDOUT where it does not answer, EPROTO where it speaks another language. After one of the last
 * three it is of no use any more. Thread-safe: a request waits until the one before it is answered.
 */
public final class BrokerClient implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BrokerConnection connection;
    private final Duration patience;
    private final long namespace;
    private long lastId;
    private boolean open = true;

    private BrokerClient(BrokerConnection connection, Duration patience) throws IOException {
        this.connection = connection;
        this.patience = patience;
        Line hello = ask(Line.empty().with("do", "hello").with("version", Line.VERSION))
                .last();
        this.namespace = hello.number("namespace", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Connects, and makes sure that the daemon speaks the same version. */
    public static BrokerClient open(Path socket) throws IOException {
        return open(socket, PATIENCE);
    }

    /** @param patience with the daemon, each time that it is asked */
    public static BrokerClient open(Path socket, Duration patience) throws IOException {
        BrokerConnection connection = BrokerConnection.open(socket, Deadline.in(patience));
        try {
            return new BrokerClient(connection, patience);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Returns the cookie of the network namespace that the daemon manages; 0 where the kernel has none to tell. */
    public long namespace() {
        return namespace;
    }

    /** Returns whether it may be asked: the daemon did not hang up. */
    public synchronized boolean isAlive() {
        return open && connection.isAlive();
    }

    /** @param request without an id */
    public synchronized Answer ask(Line request) throws IOException {
        long id = ++lastId;
        try {
            Deadline deadline = Deadline.in(patience);
            connection.send(request.with("id", id), deadline);
            return answer(id, deadline);
        } catch (ProtocolException e) {
            close();
            var error = new LinuxException("ask the daemon", Errno.EPROTO, e.getMessage());
            error.initCause(e);
            throw error;
        } catch (RefusedException e) {
            throw e.refusal;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Answer answer(long id, Deadline deadline) throws IOException {
        List<Line> items = new ArrayList<>();
        while (true) {
            Line line = connection.receive(deadline).orElseThrow(connection::late);
            if (Refusal.is(line) && !line.has("event")) {
                throw new RefusedException(Refusal.read(line));
            }
            if (line.has("event")) {
                continue;
            }
            if (line.number("id", 0, Long.MAX_VALUE) != id) {
                throw new ProtocolException("an answer to something else");
            }
            if (line.has("done")) {
                return new Answer(items, line);
            }
            items.add(line);
        }
    }

    /** Returns the commands on a connection. They go through this, and end with it. */
    public SubflowCommands connection(long token) {
        return new BrokeredConnection(this, token);
    }

    /** Hands a connection back to its policy, which the first command on it has kept off. */
    public void handBack(long token) throws IOException {
        steer(token, false);
    }

    /** Takes a connection from its policy, or hands it back. */
    public void steer(long token, boolean on) throws IOException {
        ask(Line.empty().with("do", "steer").with("token", token).with("on", on));
    }

    @Override
    public synchronized void close() {
        open = false;
        connection.close();
    }

    /**
     * What the daemon said.
     *
     * @param items the lines before the last
     * @param last the line that ends it
     */
    public record Answer(List<Line> items, Line last) {
        public Answer {
            items = List.copyOf(items);
        }
    }

    /** The daemon did answer, so it can be asked again. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient LinuxException refusal;

        RefusedException(LinuxException refusal) {
            super(refusal);
            this.refusal = refusal;
        }
    }
}
