package mptcp4j.cli.demo;

import java.time.Duration;

/** Is told how the demo goes, by the one thread that leads it. */
public interface Progress {
    /**
     * An experiment begins.
     *
     * @param title for people
     */
    void begin(String title);

    /**
     * A transfer goes on: told about ten times a second.
     *
     * @param throughput since it was told last
     * @param length how long the transfer sends
     */
    void flow(Throughput throughput, Duration length);

    /** Something was done to a path. */
    void moment(Moment moment);

    /**
     * The experiment has ended.
     *
     * @param outcome in a few words
     */
    void end(String outcome);
}
