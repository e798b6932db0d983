package mptcp4j.daemon.policy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import mptcp4j.TcpInfo;

/**
 * A subflow that is there, or on its way.
 *
 * @param local address and port here
 * @param remote address and port of the peer
 * @param localId identifier of the address here
 * @param remoteId identifier of the peer's
 * @param link the interface that has the local address by now; 0 if none has
 * @param initial whether the connection began with it
 * @param ours whether this end began it
 * @param established whether both ends have it
 * @param backup whether we asked the peer to use it as backup
 * @param backupOfPeer whether the peer asked that
 * @param age since it was seen first
 * @param backupAge since {@code backup} is what it is; its age where that never changed
 * @param condition by its measurements
 * @param conditionAge since {@code condition} is what it is; its age where that never changed
 * @param measured the last measurements, a fraction of a second old; empty where none were taken yet
 */
public record SubflowView(
        InetSocketAddress local,
        InetSocketAddress remote,
        int localId,
        int remoteId,
        int link,
        boolean initial,
        boolean ours,
        boolean established,
        boolean backup,
        boolean backupOfPeer,
        Duration age,
        Duration backupAge,
        Condition condition,
        Duration conditionAge,
        Optional<TcpInfo> measured) {
    /** Returns whether both ends have it and nothing is known against it. */
    public boolean isFine() {
        return established && condition == Condition.FINE;
    }

    /** Returns whether something comes through it, as far as is known. */
    public boolean isAlive() {
        return condition == Condition.FINE || condition == Condition.LOSSY;
    }

    /** Returns whether it goes from an address to another and its port. */
    public boolean isBetween(InetAddress from, InetSocketAddress to) {
        return local.getAddress().equals(from) && remote.equals(to);
    }
}
