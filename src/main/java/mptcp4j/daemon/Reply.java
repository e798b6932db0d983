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
 * @param held about how many bytes of memory it takes until all of it is taken
 * @param last whether the connection to the client ends behind them
 */
record Reply(Iterator<Line> lines, int held, boolean last) {
    private static final String ID = "id";
    /** More than any item takes before it is a line. */
    private static final int BYTES_OF_ITEM = 256;

    /** Says that it is done. */
    static Reply of(long id, Line last) {
        return of(id, 0, Stream.empty(), last);
    }

    /** @param count of the items */
    static Reply of(long id, int count, Stream<Line> items, Line last) {
        Stream<Line> all = Stream.concat(items, Stream.of(last.with("done", true)));
        return new Reply(all.map(line -> line.with(ID, id)).iterator(), (count + 1) * BYTES_OF_ITEM, false);
    }

    static Reply of(long id, LinuxException refusal) {
        return refusal(id, refusal, false);
    }

    /** Says why nothing more is listened to. */
    static Reply farewell(LinuxException reason) {
        return refusal(0, reason, true);
    }

    private static Reply refusal(long id, LinuxException reason, boolean last) {
        Line line = Refusal.put(Line.empty().with(ID, id), reason);
        int words =
                reason.operation().length() + String.valueOf(reason.detail()).length();
        return new Reply(List.of(line).iterator(), 2 * BYTES_OF_ITEM + 2 * words, last);
    }
}
