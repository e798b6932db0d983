package mptcp4j.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mptcp4j.broker.Addresses;
import mptcp4j.broker.BrokerClient.Answer;
import mptcp4j.broker.Line;
import mptcp4j.broker.ProtocolException;

/** What the {@link Desk} says, in lines of the broker's protocol: lists are items, and what is one is in the last line. */
public final class DeskLines {
    private static final String ITEM = "item";
    private static final String TEXT = "text";

    private DeskLines() {}

    /** Returns texts as items of a kind. */
    static Stream<Line> items(String kind, List<String> texts) {
        return texts.stream().map(text -> item(kind).with(TEXT, text));
    }

    private static Line item(String kind) {
        return Line.empty().with(ITEM, kind);
    }

    private static List<String> texts(Answer answer, String kind) throws ProtocolException {
        List<String> texts = new ArrayList<>();
        for (Line item : answer.items()) {
            if (item.text(ITEM).equals(kind)) {
                texts.add(item.text(TEXT));
            }
        }
        return texts;
    }

    static Stream<Line> items(Status status) {
        return Stream.concat(items("path", status.paths()), items("competitor", status.competitors()));
    }

    static Line last(Status status) {
        return Line.empty()
                .with("mode", status.mode())
                .with("running", status.running().toMillis())
                .with("connections", status.connections())
                .with("subflows", status.subflows())
                .with("adopted", status.adopted())
                .with("overflows", status.overflows())
                .with("refusals", status.refusals());
    }

    /** Returns the status of an answer. */
    public static Status status(Answer answer) throws ProtocolException {
        Line last = answer.last();
        return new Status(
                last.text("mode"),
                Duration.ofMillis(count(last, "running")),
                (int) last.number("connections", 0, Integer.MAX_VALUE),
                (int) last.number("subflows", 0, Integer.MAX_VALUE),
                texts(answer, "path"),
                count(last, "adopted"),
                count(last, "overflows"),
                count(last, "refusals"),
                texts(answer, "competitor"));
    }

    private static long count(Line line, String name) throws ProtocolException {
        return line.number(name, 0, Long.MAX_VALUE);
    }

    static Line item(ConnectionSummary connection) {
        return put(item("connection"), connection);
    }

    private static Line put(Line line, ConnectionSummary its) {
        Line ends = Addresses.put(
                Addresses.put(line.with("token", its.token()).with("server", its.server()), "local", its.local()),
                "remote",
                its.remote());
        return ends.with("subflows", its.subflows())
                .with("rule", its.rule())
                .with("policy", its.policy())
                .with("steered", its.steered())
                .with("age", its.age().toMillis());
    }

    private static ConnectionSummary connection(Line line) throws ProtocolException {
        return new ConnectionSummary(
                line.token(),
                line.flag("server"),
                Addresses.socketAddress(line, "local"),
                Addresses.socketAddress(line, "remote"),
                (int) line.number("subflows", 0, Integer.MAX_VALUE),
                line.text("rule"),
                line.text("policy"),
                line.flag("steered"),
                Duration.ofMillis(count(line, "age")));
    }

    /** Returns the connections of an answer. */
    public static List<ConnectionSummary> connections(Answer answer) throws ProtocolException {
        List<ConnectionSummary> connections = new ArrayList<>();
        for (Line item : answer.items()) {
            connections.add(connection(item));
        }
        return connections;
    }

    static Stream<Line> items(Explanation explanation) {
        Stream<Line> decisions = explanation.decisions().stream()
                .map(decision -> item("decision")
                        .with("at", decision.at().toEpochMilli())
                        .with(TEXT, decision.what()));
        return Stream.of(items("wish", explanation.wishes()), items("subflow", explanation.subflows()), decisions)
                .flatMap(lines -> lines);
    }

    static Line last(Explanation explanation) {
        return put(Line.empty(), explanation.connection());
    }

    /** Returns the explanation of an answer. */
    public static Explanation explanation(Answer answer) throws ProtocolException {
        List<Explanation.Decision> decisions = new ArrayList<>();
        for (Line item : answer.items()) {
            if (item.text(ITEM).equals("decision")) {
                Instant at = Instant.ofEpochMilli(item.number("at", Long.MIN_VALUE, Long.MAX_VALUE));
                decisions.add(new Explanation.Decision(at, item.text(TEXT)));
            }
        }
        return new Explanation(connection(answer.last()), texts(answer, "wish"), texts(answer, "subflow"), decisions);
    }

    /** Returns the policies of an answer. */
    public static List<String> policies(Answer answer) throws ProtocolException {
        return texts(answer, "policy");
    }
}
