package mptcp4j.diag;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mptcp4j.TcpState;
import mptcp4j.linux.IpAddress;

/**
 * What {@code ss} shows and what we show, in the same words: one line for each socket, of all that both know. {@code ss} must
 * have been run with {@code -ineOH}.
 */
final class Ss {
    private static final Pattern LINE = Pattern.compile("(\\S+) +(\\d+) +(\\d+) +(\\S+) +(\\S+) +(.*)");
    private static final List<String> CONNECTION = List.of(
            "uid:\\d+",
            "ino:\\d+",
            "sk:\\w+",
            "cgroup:/\\S*",
            "subflows:\\d+",
            "subflows_max:\\d+",
            "remote_key",
            "fallback",
            "token:\\w+");
    private static final List<String> SUBFLOW = List.of("sk:\\w+", "flags:\\w*", "token:\\w+\\S+", "mss:\\d+");
    private static final List<String> LISTENER = List.of("uid:\\d+", "ino:\\d+", "sk:\\w+", "cgroup:/\\S*");

    private Ss() {}

    static SortedSet<String> connections(String output) {
        return lines(output, CONNECTION);
    }

    static SortedSet<String> listeners(String output) {
        return lines(output, LISTENER);
    }

    /** Those that are said to belong to a connection. */
    static SortedSet<String> subflows(String output) {
        return lines(
                Stream.of(output.split("\n"))
                        .filter(line -> line.contains("tcp-ulp-mptcp flags:"))
                        .collect(joining("\n")),
                SUBFLOW);
    }

    static SortedSet<String> connections(Collection<Connection> ours, LongFunction<String> cgroup) {
        return ours.stream()
                .map(its -> line(its.state(), its.receiveQueueBytes(), its.sendQueueBytes(), its.local(), its.remote())
                        + identity(its.socket(), cgroup)
                        + number("subflows", its.info().subflows())
                        + number("subflows_max", its.info().subflowsMax())
                        + (its.info().remoteKeyReceived() ? " remote_key" : "")
                        + (its.info().fallback() ? " fallback" : "")
                        + " token:" + Long.toHexString(its.token()))
                .collect(toCollection(TreeSet::new));
    }

    static SortedSet<String> listeners(Collection<Listener> ours, LongFunction<String> cgroup) {
        return ours.stream()
                .map(its -> line(
                                TcpState.LISTEN,
                                its.waiting(),
                                its.backlog(),
                                its.local(),
                                new InetSocketAddress(its.local().getAddress(), 0))
                        + identity(its.socket(), cgroup))
                .collect(toCollection(TreeSet::new));
    }

    static SortedSet<String> subflows(Collection<Connection> ours) {
        return lines(ours.stream()
                .flatMap(connection -> connection.subflows().orElseThrow().stream())
                .toList());
    }

    static SortedSet<String> lines(Collection<Subflow> ours) {
        return ours.stream()
                .map(its -> line(its.state(), its.receiveQueueBytes(), its.sendQueueBytes(), its.local(), its.remote())
                        + " sk:" + Long.toHexString(its.cookie())
                        + " flags:" + its.flags().letters()
                        + String.format(
                                " token:%04x(id:%d)/%x(id:%d)",
                                its.remoteToken().orElse(0), its.remoteId(), its.token(), its.localId())
                        + " mss:" + its.tcpInfo().orElseThrow().window().sendMss())
                .collect(toCollection(TreeSet::new));
    }

    /** From what and to what each socket goes. */
    static List<InetSocketAddress[]> ends(String output) {
        return output.lines()
                .map(Ss::matched)
                .map(line -> new InetSocketAddress[] {address(line.group(4)), address(line.group(5))})
                .toList();
    }

    /** Returns the only one that is shown, with no more than what names it. */
    static Subflow subflow(String output) {
        InetSocketAddress[] ends = ends(output).get(0);
        Matcher cookie = Pattern.compile(" sk:(\\w+)").matcher(output);
        assertTrue(cookie.find(), output);
        return new Subflow(
                ends[0],
                ends[1],
                TcpState.UNKNOWN,
                0,
                0,
                OptionalLong.empty(),
                0,
                0,
                new SubflowFlags(0),
                Long.parseUnsignedLong(cookie.group(1), 16),
                0,
                0,
                Optional.empty());
    }

    private static SortedSet<String> lines(String output, List<String> words) {
        return output.lines().map(line -> line(line, words)).collect(toCollection(TreeSet::new));
    }

    private static String line(String line, List<String> words) {
        Matcher matcher = matched(line);
        var text = new StringBuilder(String.join(
                " ",
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                address(matcher.group(4)).toString(),
                address(matcher.group(5)).toString()));
        for (String word : words) {
            Matcher found = Pattern.compile("(?<= )" + word + "(?= |$)").matcher(line);
            text.append(found.find() ? " " + found.group() : "");
        }
        return text.toString();
    }

    private static Matcher matched(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a line of ss: " + line);
        }
        return matcher;
    }

    private static String line(
            TcpState state, long receive, long send, InetSocketAddress local, InetSocketAddress remote) {
        return String.join(
                " ", name(state), "" + receive, "" + send, "" + IpAddress.plain(local), "" + IpAddress.plain(remote));
    }

    private static String name(TcpState state) {
        return switch (state) {
            case ESTABLISHED -> "ESTAB";
            case FIN_WAIT1 -> "FIN-WAIT-1";
            case FIN_WAIT2 -> "FIN-WAIT-2";
            default -> state.name().replace('_', '-');
        };
    }

    private static String identity(SocketIdentity socket, LongFunction<String> cgroup) {
        return number("uid", socket.uid())
                + " ino:" + socket.inode()
                + " sk:" + Long.toHexString(socket.cookie())
                + cgroup.apply(socket.cgroupId().orElse(0));
    }

    private static String number(String name, long value) {
        return value == 0 ? "" : " " + name + ":" + value;
    }

    /** Reads {@code 10.0.0.1:80}, {@code [::1]:80}, {@code *:80}, {@code 0.0.0.0:*}. */
    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replaceAll("[\\[\\]]|%.*", "");
        String port = text.substring(colon + 1);
        try {
            InetAddress address = InetAddress.getByName(host.equals("*") ? "::" : host);
            return new InetSocketAddress(address, port.equals("*") ? 0 : Integer.parseInt(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
