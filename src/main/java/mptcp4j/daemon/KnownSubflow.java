package mptcp4j.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import mptcp4j.TcpInfo;
import mptcp4j.daemon.policy.Condition;
import mptcp4j.daemon.policy.SubflowView;
import org.jspecify.annotations.Nullable;

/** What the daemon knows of a subflow. Of one that it has just begun, the kernel tells the port when the peer has answered. */
final class KnownSubflow {
    private final Ends ends;
    private final int localId;
    private final int remoteId;
    private final boolean initial;
    private final Duration since;

    private boolean ours;
    private boolean missed;
    private int link;
    private boolean established;
    private boolean backup;
    private boolean backupOfPeer;
    private Duration backupSince;
    /** Null until it is measured. */
    private Conditions.@Nullable State conditions;

    private Duration measuredSince;
    private @Nullable Progress progress;
    private @Nullable Thinning thinning;
    private boolean quiet;
    private Optional<TcpInfo> measurements = Optional.empty();

    /** @param since when it was seen first, since the daemon was started */
    KnownSubflow(Ends ends, int localId, int remoteId, boolean initial, boolean ours, Duration since) {
        this.ends = ends;
        this.localId = localId;
        this.remoteId = remoteId;
        this.initial = initial;
        this.ours = ours;
        this.since = since;
        this.backupSince = since;
        this.measuredSince = since;
    }

    Ends ends() {
        return ends;
    }

    InetAddress from() {
        return ends.local().getAddress();
    }

    InetSocketAddress to() {
        return ends.remote();
    }

    int localId() {
        return localId;
    }

    int remoteId() {
        return remoteId;
    }

    /** Returns the link that it is bound to, 0 if it is bound to none. */
    int link() {
        return link;
    }

    Duration since() {
        return since;
    }

    boolean isInitial() {
        return initial;
    }

    boolean isOurs() {
        return ours;
    }

    boolean isEstablished() {
        return established;
    }

    boolean isBackup() {
        return backup;
    }

    /** Returns how long a round trip takes; empty until that is known. */
    Optional<Duration> roundTrip() {
        return measurements
                .map(info -> Duration.ofNanos(info.times().rttMicros() * 1000))
                .filter(time -> !time.isZero());
    }

    Optional<TcpInfo> measurements() {
        return measurements;
    }

    /** Returns whether it loses on its way, by whatever sign. */
    boolean isLosing() {
        Thinning its = thinning;
        return measured() == Condition.LOSSY || (its != null && its.loses());
    }

    /** Returns how fast it brings bytes to the peer; empty until that is known. */
    OptionalDouble bytesPerSecond() {
        Progress its = progress;
        return its == null || !its.isKnown() ? OptionalDouble.empty() : OptionalDouble.of(its.bytesPerSecond());
    }

    Condition measured() {
        return conditions == null ? Condition.FINE : conditions.condition();
    }

    KnownSubflow established(boolean is) {
        established = is;
        return this;
    }

    KnownSubflow ours(boolean is) {
        ours = is;
        return this;
    }

    /** A reading has it. */
    void isThere() {
        missed = false;
    }

    /** A reading does not have it. @return whether the one before did not either */
    boolean isMissing() {
        boolean again = missed;
        missed = true;
        return again;
    }

    /** Returns whether nothing went there between the last two measurements, and nothing is on its way. */
    boolean isQuiet() {
        return quiet;
    }

    KnownSubflow boundTo(int newLink) {
        link = newLink;
        return this;
    }

    KnownSubflow backup(boolean is, Duration now) {
        if (backup != is) {
            backup = is;
            backupSince = now;
        }
        return this;
    }

    KnownSubflow backupOfPeer(boolean is) {
        backupOfPeer = is;
        return this;
    }

    private static boolean carriedNothing(TcpInfo before, TcpInfo now) {
        return now.flight().unacknowledged() == 0
                && now.traffic().bytesSent() == before.traffic().bytesSent()
                && now.traffic().bytesReceived() == before.traffic().bytesReceived();
    }

    /** @return whether that makes it another condition */
    boolean measured(TcpInfo info, Duration at) {
        Condition before = measured();
        conditions = conditions == null ? Conditions.first(info, at) : Conditions.next(conditions, info, at);
        quiet = measurements.filter(last -> carriedNothing(last, info)).isPresent();
        measurements = Optional.of(info);
        long acknowledged = info.traffic().bytesAcknowledged();
        thinning = thinning == null ? Thinning.start(info, at) : thinning.next(info, at);
        progress = progress == null ? Progress.start(acknowledged, at) : progress.next(acknowledged, at);
        boolean changed = measured() != before;
        if (changed) {
            measuredSince = at;
        }
        return changed;
    }

    /** It will be measured anew. */
    void forgetCondition(Duration now) {
        conditions = null;
        thinning = null;
        measuredSince = now;
    }

    /** @param alive whether its address is there, on a link that works */
    SubflowView view(int linkOfAddress, boolean alive, boolean demoted, Duration now) {
        Condition condition = alive ? measured() : Condition.GONE;
        return new SubflowView(
                ends.local(),
                ends.remote(),
                localId,
                remoteId,
                linkOfAddress,
                initial,
                ours,
                established,
                backup,
                backupOfPeer,
                now.minus(since),
                now.minus(backupSince),
                demoted && condition == Condition.FINE ? Condition.LOSSY : condition,
                now.minus(measuredSince),
                measurements);
    }
}
