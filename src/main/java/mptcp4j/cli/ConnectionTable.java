package mptcp4j.cli;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Subflow;
import mptcp4j.linux.IpAddress;
import org.jspecify.annotations.Nullable;

/** Connections for people: a line for each, and below it one for each of its subflows. */
final class ConnectionTable {
    private static final String NOTHING = "-";
    private static final String HIDDEN = "  subflows: not shown without CAP_NET_ADMIN (before Linux 6.15)";

    private static final Cell[] HEADING =
            cells("TOKEN", "LOCAL", "REMOTE", "STATE", "WHAT", "DEV", ">RTT", ">SENT", ">RECEIVED");

    private final Function<Subflow, Optional<String>> links;
    private final Paint paint;
    private final boolean flowing;

    /** @param flowing whether to show what passed since the sample before; else how fast TCP lately delivered */
    ConnectionTable(Function<Subflow, Optional<String>> links, Paint paint, boolean flowing) {
        this.links = links;
        this.paint = paint;
        this.flowing = flowing;
    }

    /** Returns no line where there is no connection. */
    List<String> lines(List<Sample> samples) {
        List<Cell[]> rows = new ArrayList<>();
        if (!samples.isEmpty()) {
            rows.add(join(HEADING, flowing ? cells(">OUT", ">IN") : cells(">DELIVERY"), cells("PROCESS")));
        }
        for (Sample sample : samples) {
            rows.add(row(sample));
            sample.connection()
                    .subflows()
                    .ifPresentOrElse(
                            all -> all.forEach(subflow -> rows.add(row(subflow, sample))),
                            () -> rows.add(cells(HIDDEN)));
        }
        int[] widths = widths(rows);
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private Cell[] row(Sample sample) {
        Connection its = sample.connection();
        String role =
                its.role().map(known -> known.name().toLowerCase(Locale.ROOT)).orElse("");
        Cell[] start = {
            new Cell(String.format("0x%08x", its.token())),
            end(its.local()),
            end(its.remote()),
            new Cell(state(its.state())),
            new Cell((role + (its.info().fallback() ? " fallback" : "")).strip()),
            new Cell(""),
            new Cell("").toTheRight(),
            bytes(its.info().bytesSent()),
            bytes(its.info().bytesReceived())
        };
        Cell[] flow = flowing ? flow(sample, its.socket().cookie()) : cells(">");
        return join(start, flow, cells(processes(sample)));
    }

    private Cell[] row(Subflow subflow, Sample sample) {
        Optional<TcpInfo> info = subflow.tcpInfo();
        Cell[] start = {
            new Cell("  id " + subflow.localId() + "/" + subflow.remoteId()),
            end(subflow.local()),
            end(subflow.remote()),
            new Cell(state(subflow.state())),
            new Cell(subflow.flags().backup() ? "backup" : ""),
            new Cell(links.apply(subflow).orElse(NOTHING), Paint.Role.INTERFACE, false),
            new Cell(info.map(its -> Units.millis(its.times().rttMicros())).orElse(NOTHING)).toTheRight(),
            new Cell(info.map(its -> Units.bytes(its.traffic().bytesSent())).orElse(NOTHING)).toTheRight(),
            new Cell(info.map(its -> Units.bytes(its.traffic().bytesReceived())).orElse(NOTHING)).toTheRight()
        };
        String delivery =
                info.map(its -> Units.rate(its.rates().delivery() * Byte.SIZE)).orElse(NOTHING);
        return join(start, flowing ? flow(sample, subflow.cookie()) : cells(">" + delivery), cells(""));
    }

    private static Cell[] flow(Sample sample, long cookie) {
        Optional<Flow> flow = sample.flow(cookie);
        return cells(
                ">" + flow.map(its -> Units.rate(its.outBitsPerSecond())).orElse(NOTHING),
                ">" + flow.map(its -> Units.rate(its.inBitsPerSecond())).orElse(NOTHING));
    }

    private static Cell bytes(OptionalLong count) {
        return new Cell(count.isPresent() ? Units.bytes(count.getAsLong()) : NOTHING).toTheRight();
    }

    private static String processes(Sample sample) {
        String all = sample.owners().stream()
                .map(owner -> owner.command() + "/" + owner.pid())
                .collect(Collectors.joining(","));
        return all.isEmpty() ? NOTHING : all;
    }

    private static Cell end(InetSocketAddress end) {
        boolean four = end.getAddress() instanceof Inet4Address;
        String host = IpAddress.text(end.getAddress());
        return four
                ? new Cell(host + ":" + end.getPort(), Paint.Role.IPV4, false)
                : new Cell("[" + host + "]:" + end.getPort(), Paint.Role.IPV6, false);
    }

    private static String state(TcpState state) {
        return state.name().replace('_', '-');
    }

    private static int[] widths(List<Cell[]> rows) {
        int[] widths = new int[HEADING.length + 3];
        for (Cell[] row : rows) {
            for (int i = 0; i < row.length && row.length > 1; i++) {
                widths[i] = Math.max(widths[i], row[i].text.length());
            }
        }
        return widths;
    }

    private String line(Cell[] row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            Cell cell = row[i];
            String pad = " ".repeat(Math.max(0, widths[i] - cell.text.length()));
            String text = cell.role == null ? cell.text : paint.on(cell.role, cell.text);
            line.append(i == 0 ? "" : "  ").append(cell.right ? pad + text : text + pad);
        }
        return line.toString().stripTrailing();
    }

    private static Cell[] join(Cell[]... parts) {
        return List.of(parts).stream().flatMap(part -> List.of(part).stream()).toArray(Cell[]::new);
    }

    /** Those that begin with {@code >} are set to the right. */
    private static Cell[] cells(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.startsWith(">") ? new Cell(text.substring(1)).toTheRight() : new Cell(text))
                .toArray(Cell[]::new);
    }

    private record Cell(String text, Paint.@Nullable Role role, boolean right) {
        Cell {
            text = Printable.text(text);
        }

        Cell(String text) {
            this(text, null, false);
        }

        Cell toTheRight() {
            return new Cell(text, role, true);
        }
    }
}
