package mptcp4j.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mptcp4j.lab.Host;
import mptcp4j.linux.IpAddress;

/**
 * What {@code ss} of iproute2 says of a subflow.
 *
 * @param link the link that it is bound to, empty for none
 * @param flags in the letters of {@code ss}: {@code b} for a backup of this end, {@code B} for one of the peer
 */
record Witness(
        InetSocketAddress local, InetSocketAddress remote, String link, String flags, int localId, int remoteId) {
    private static final Pattern LINE =
            Pattern.compile("ESTAB +\\d+ +\\d+ +(\\S+?)(?:%(\\w+))?(]?:\\d+) +(\\S+):(\\d+) .*"
                    + "tcp-ulp-mptcp flags:(\\w*) token:\\w+\\(id:(\\d+)\\)/\\w+\\(id:(\\d+)\\).*");

    /** Returns all established subflows of a host, by their local address and port. */
    static List<Witness> of(Host host) throws IOException {
        return SteeredHosts.run(host, "ss", "-tniOH")
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(Witness::of)
                .sorted(Comparator.comparing(one -> one.local + " " + one.remote))
                .toList();
    }

    private static Witness of(Matcher line) {
        String localPort = line.group(3).substring(line.group(3).indexOf(':') + 1);
        return new Witness(
                address(line.group(1), localPort),
                address(line.group(4), line.group(5)),
                line.group(2) == null ? "" : line.group(2),
                line.group(6),
                Integer.parseInt(line.group(8)),
                Integer.parseInt(line.group(7)));
    }

    private static InetSocketAddress address(String host, String port) {
        try {
            InetAddress address = InetAddress.getByName(host.replaceAll("[\\[\\]]", ""));
            return IpAddress.plain(new InetSocketAddress(address, Integer.parseInt(port)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
