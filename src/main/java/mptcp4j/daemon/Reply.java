package mptcp4j.daemon;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import mptcp4j.LinuxException;
import mptcp4j.broker.Line;
import mptcp4j.broker.Refusal;

/**
 * What is said to a request. Lines are made as they are taken, which is as fast as the client reads.
 *
 * @param lines in their order
 * @param last whether the connection to the client ends behind them
 */
record Reply(Iterator<Line> lines, boolean last) {
    private static final String ID = "id";

    static Reply of(long id, Stream<Line> items, Line last) {
        Stream<Line> all = Stream.concat(items, Stream.of(last.with("done", true)));
        return new Reply(all.map(line -> line.with(ID, id)).iterator(), false);
    }

    static Reply of(long id, LinuxException refusal) {
        return one(Refusal.put(Line.empty().with(ID, id), refusal), false);
    }

    /** Says why nothing more is listened to. */
    static Reply farewell(LinuxException reason) {
        return one(Refusal.put(Line.empty().with(ID, 0), reason), true);
    }

    static Reply one(Line line, boolean last) {
        return new Reply(List.of(line).iterator(), last);
    }
}
