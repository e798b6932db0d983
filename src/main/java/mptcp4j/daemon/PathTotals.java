package mptcp4j.daemon;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mptcp4j.TcpInfo;
import mptcp4j.daemon.metrics.Figures;

/** What went over each address of this host, as it was measured last, subflows that have ended included. Of one thread. */
final class PathTotals {
    private final Map<InetAddress, Sum> ended = new HashMap<>();

    /** A subflow has ended. */
    void ended(KnownSubflow subflow) {
        subflow.measurements().ifPresent(info -> ended.merge(subflow.from(), Sum.of(info), Sum::plus));
    }

    List<Figures.Path> with(Iterable<Managed> connections, Surroundings surroundings) {
        Map<InetAddress, Sum> all = new HashMap<>(ended);
        for (Managed connection : connections) {
            for (KnownSubflow subflow : connection.subflows()) {
                Sum its = subflow.measurements().map(Sum::of).orElse(Sum.NOTHING);
                all.merge(subflow.from(), its, Sum::plus);
            }
        }
        return all.entrySet().stream()
                .map(one -> one.getValue().figure(surroundings.nameOf(one.getKey()), one.getKey()))
                .toList();
    }

    private record Sum(long sent, long received, long retransmitted) {
        static final Sum NOTHING = new Sum(0, 0, 0);

        static Sum of(TcpInfo info) {
            return new Sum(
                    info.traffic().bytesSent(),
                    info.traffic().bytesReceived(),
                    info.traffic().bytesRetransmitted());
        }

        Sum plus(Sum other) {
            return new Sum(sent + other.sent, received + other.received, retransmitted + other.retransmitted);
        }

        Figures.Path figure(String link, InetAddress address) {
            return new Figures.Path(link, address, sent, received, retransmitted);
        }
    }
}
