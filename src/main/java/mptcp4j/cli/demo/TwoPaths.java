package mptcp4j.cli.demo;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.util.List;
import mptcp4j.lab.Lab;

/** Paasch, FOSDEM 2012: the same program over plain TCP on one path, then over MPTCP on all, in the same laboratory. */
final class TwoPaths {
    private final Lab lab;
    private final DemoSettings settings;
    private final Progress progress;

    TwoPaths(Lab lab, DemoSettings settings, Progress progress) {
        this.lab = lab;
        this.settings = settings;
        this.progress = progress;
    }

    /** @throws IOException if a transfer failed, or moved nothing in its steady part */
    Aggregation run() throws IOException {
        progress.begin("Plain TCP over path 0");
        Transfer tcp = transfer(Protocol.TCP);
        progress.end(String.format(ROOT, "%.1f Mbit/s", tcp.mbps()));
        progress.begin("MPTCP over " + settings.paths() + " paths");
        var result = new Aggregation(tcp, transfer(Protocol.MPTCP));
        progress.end(String.format(
                ROOT, "%.1f Mbit/s, %.2f times plain TCP", result.mptcp().mbps(), result.ratio()));
        return result;
    }

    private Transfer transfer(Protocol protocol) throws IOException {
        try (Stream stream = Stream.open(lab, protocol)) {
            boolean multipath = protocol == Protocol.MPTCP;
            PathBytes bytes = multipath ? stream.subflowBytes(lab) : Stream.allBytes();
            var plan = new TransferRun.Plan(settings.length(), false, multipath ? settings.paths() : 1, List.of());
            Transfer transfer = new TransferRun(plan, stream.client(), stream.server(), bytes, progress).run();
            if (!transfer.intact() || transfer.mbps() == 0) {
                throw new IOException(
                        "over " + protocol + ", " + transfer.received() + " arrived of " + transfer.sent());
            }
            return transfer;
        }
    }
}
