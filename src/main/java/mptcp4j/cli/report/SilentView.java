package mptcp4j.cli.report;

import java.time.Duration;
import mptcp4j.cli.demo.Moment;
import mptcp4j.cli.demo.Progress;
import mptcp4j.cli.demo.Throughput;

/** For a program that wants the result and nothing else. */
public final class SilentView implements Progress {
    @Override
    public void begin(String title) {}

    @Override
    public void flow(Throughput throughput, Duration length) {}

    @Override
    public void moment(Moment moment) {}

    @Override
    public void end(String outcome) {}
}
