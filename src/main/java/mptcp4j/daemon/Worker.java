package mptcp4j.daemon;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import mptcp4j.daemon.config.Verdict;
import mptcp4j.diag.Connections;

/** What takes too long for the loop: it is done elsewhere, and what comes of it is given to the loop. */
interface Worker {
    /** Reads all connections: those that nobody knows are taken up, those that are gone forgotten. */
    void readAll();

    /** Reads one that nobody knows. */
    void read(long token);

    /** Looks whether these are there: a table that is read while it changes may miss one. */
    void verify(List<Long> tokens);

    /** Looks for subflows that are on their way and are not answered. */
    void abandon(Reader.Abandoned which);

    /** Finds out which rule a connection meets, and calls the other on the loop. */
    void choose(Function<Connections, Verdict> choice, Consumer<Verdict> then);

    /** Measures subflows. */
    void measure(List<Reader.Measured> wanted);
}
