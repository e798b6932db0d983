package mptcp4j.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.broker.Addresses;
import mptcp4j.broker.Line;
import mptcp4j.broker.ProtocolException;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.SubflowCommands;

/**
 * Carries out what clients of the broker ask for, where they may. Whose a connection is the kernel is asked at every request: a token may
 * be another connection's by now. One thread at a time.
 */
final class Requests {
    private final Desk desk;
    private final PathManager pathManager;
    private final Connections connections;
    private final Callers callers;
    private final long namespace;

    /** @param namespace its cookie */
    Requests(Desk desk, PathManager pathManager, Connections connections, Callers callers, long namespace) {
        this.desk = desk;
        this.pathManager = pathManager;
        this.connections = connections;
        this.callers = callers;
        this.namespace = namespace;
    }

    Callers callers() {
        return callers;
    }

    /** Says that the client is understood, if it is. */
    Reply hello(Line request) throws ProtocolException {
        long id = id(request);
        if (!request.text("do").equals("hello") || request.number("version", 0, Long.MAX_VALUE) != Line.VERSION) {
            return Reply.farewell(new LinuxException(
                    "hello",
                    Errno.EPROTONOSUPPORT,
                    "this daemon speaks version " + Line.VERSION
                            + " of the protocol, which begins with {\"id\":1,\"do\":\"hello\",\"version\":"
                            + Line.VERSION
                            + "}"));
        }
        Line last = Line.empty().with("version", Line.VERSION).with("namespace", namespace);
        return Reply.of(id, last);
    }

    /** Returns what is said to a request that does not subscribe. */
    Reply reply(Caller caller, Line request) throws ProtocolException {
        long id = id(request);
        String name = request.text("do");
        try {
            return reply(caller, id, name, request);
        } catch (LinuxException e) {
            return Reply.of(id, e);
        } catch (ProtocolException | IllegalArgumentException e) {
            return Reply.of(id, new LinuxException(name, Errno.EINVAL, e.getMessage()));
        } catch (IOException e) {
            return Reply.of(id, new LinuxException(name, Errno.EIO, e.getMessage()));
        }
    }

    static long id(Line request) throws ProtocolException {
        return request.number("id", 0, Long.MAX_VALUE);
    }

    private Reply reply(Caller caller, long id, String name, Line request) throws IOException {
        return switch (name) {
            case "status" -> status(id);
            case "policies" -> {
                List<String> all = desk.policies();
                yield Reply.of(id, all.size(), DeskLines.items("policy", all), Line.empty());
            }
            case "connections" -> {
                List<ConnectionSummary> all = connections(caller);
                yield Reply.of(id, all.size(), all.stream().map(DeskLines::item), Line.empty());
            }
            case "reload" -> reload(caller, id);
            case "explain" -> explain(caller, id, request);
            case "set" -> {
                desk.set(permitted(caller, name, request), request.text("policy"));
                yield done(id);
            }
            case "steer" -> {
                desk.steer(permitted(caller, name, request), request.flag("on"));
                yield done(id);
            }
            case "addresses" -> {
                List<LocalAddress> all = steered(caller, name, request).addresses();
                yield Reply.of(
                        id,
                        all.size(),
                        all.stream().map(one -> Addresses.put(Line.empty().with("item", "address"), one)),
                        Line.empty());
            }
            default -> steer(caller, id, name, request);
        };
    }

    private Reply status(long id) throws IOException {
        Status status = desk.status();
        int items = status.paths().size() + status.competitors().size();
        return Reply.of(id, items, DeskLines.items(status), DeskLines.last(status));
    }

    private Reply reload(Caller caller, long id) throws IOException {
        if (!caller.administrator()) {
            throw new LinuxException("reload", Errno.EPERM, "this is for root and the administrators of the daemon");
        }
        try {
            desk.reload();
        } catch (LinuxException e) {
            throw e;
        } catch (IOException e) {
            throw new LinuxException("reload", Errno.EINVAL, e.getMessage());
        }
        return done(id);
    }

    private Reply explain(Caller caller, long id, Line request) throws IOException {
        long token = permitted(caller, "explain", request);
        Optional<Explanation> explanation = desk.explain(token);
        if (explanation.isEmpty()) {
            throw new LinuxException("explain " + hex(token), Errno.ESRCH, "the daemon knows no such connection");
        }
        Explanation its = explanation.get();
        int items =
                its.wishes().size() + its.subflows().size() + its.decisions().size();
        return Reply.of(id, items, DeskLines.items(its), DeskLines.last(its));
    }

    /** Before the first command, policies let go: else they would undo it. */
    private Reply steer(Caller caller, long id, String name, Line request) throws IOException {
        Steering command = command(name, request);
        SubflowCommands connection = steered(caller, name, request);
        desk.steer(connection.token(), true);
        command.run(connection);
        return done(id);
    }

    /** All is read before anything is done. */
    private static Steering command(String name, Line request) throws IOException {
        switch (name) {
            case "create" -> {
                var local = Addresses.local(request);
                var remote = Addresses.remote(request);
                return connection -> connection.createSubflow(local, remote);
            }
            case "announce" -> {
                var local = Addresses.local(request);
                return connection -> connection.announce(local);
            }
            case "remove" -> {
                int id = Addresses.id(request, "localId");
                return connection -> connection.remove(id);
            }
            case "destroy" -> {
                InetSocketAddress local = Addresses.socketAddress(request, "local");
                InetSocketAddress remote = Addresses.socketAddress(request, "remote");
                return connection -> connection.destroySubflow(local, remote);
            }
            case "backup" -> {
                InetSocketAddress local = Addresses.socketAddress(request, "local");
                InetSocketAddress remote = Addresses.socketAddress(request, "remote");
                boolean backup = request.flag("backup");
                return connection -> connection.setBackup(local, remote, backup);
            }
            default ->
                throw new LinuxException(
                        name,
                        Errno.EOPNOTSUPP,
                        "what can be done is status, connections, explain, policies, reload, set, create, destroy, backup,"
                                + " announce, remove, addresses, steer and events");
        }
    }

    private SubflowCommands steered(Caller caller, String name, Line request) throws IOException {
        return pathManager.connection(permitted(caller, name, request));
    }

    private static Reply done(long id) {
        return Reply.of(id, Line.empty());
    }

    /** What is a stranger's is not kept for who may not see it, and the daemon is not asked for who has nothing. */
    private List<ConnectionSummary> connections(Caller caller) throws IOException {
        if (caller.administrator()) {
            return desk.connections();
        }
        Set<Long> own = new HashSet<>();
        for (Connection connection : connections.list(Detail.CONNECTION)) {
            if (callers.is(caller.user(), connection.socket().uid())) {
                own.add(connection.token());
            }
        }
        if (own.isEmpty()) {
            return List.of();
        }
        return desk.connections().stream()
                .filter(one -> own.contains(one.token()))
                .toList();
    }

    private long permitted(Caller caller, String name, Line request) throws IOException {
        return permitted(caller, name, request.token()).token();
    }

    /**
     * Returns a connection that the caller may act on.
     *
     * @throws LinuxException EINVAL in the kernel's words if there is none of the token; EPERM if it is another user's
     */
    Connection permitted(Caller caller, String name, long token) throws IOException {
        String operation = name + " " + hex(token);
        Connection connection = connections
                .find(token, Detail.CONNECTION)
                .orElseThrow(() -> new LinuxException(operation, Errno.EINVAL, "invalid token"));
        if (!caller.administrator()
                && !callers.is(caller.user(), connection.socket().uid())) {
            throw new LinuxException(
                    operation,
                    Errno.EPERM,
                    "the connection is another user's: the daemon acts on your own for you, and on all for root and"
                            + " its administrators");
        }
        return connection;
    }

    /** Returns the cookie of a connection's socket; empty if there is none of the token by now. */
    Optional<Long> cookie(long token) {
        try {
            return connections
                    .find(token, Detail.CONNECTION)
                    .map(connection -> connection.socket().cookie());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String hex(long token) {
        return String.format("0x%08x", token);
    }

    @FunctionalInterface
    private interface Steering {
        void run(SubflowCommands connection) throws IOException;
    }
}
