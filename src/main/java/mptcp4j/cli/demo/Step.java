package mptcp4j.cli.demo;

import java.io.IOException;
import java.time.Duration;

/**
 * Something to do to a path during a transfer.
 *
 * @param at time since the transfer began
 * @param what it is, in a few words
 * @param action how to do it
 */
record Step(Duration at, String what, Action action) {
    /** What may fail. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }
}
