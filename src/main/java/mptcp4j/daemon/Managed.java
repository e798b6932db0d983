package mptcp4j.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mptcp4j.daemon.config.NamedPolicy;
import mptcp4j.daemon.config.Verdict;
import mptcp4j.daemon.policy.Announcement;
import mptcp4j.daemon.policy.PeerAddress;
import mptcp4j.daemon.policy.Policy;
import mptcp4j.daemon.policy.SubflowView;
import mptcp4j.daemon.policy.View;
import mptcp4j.daemon.policy.Wish;
import mptcp4j.pm.ConnectionPathManager;
import org.jspecify.annotations.Nullable;

/** A connection, and all that the daemon knows of it. Of one thread, that of the {@link Loop}. */
final class Managed {
    private final ConnectionPathManager commands;
    private final boolean server;
    private final Ends initial;
    private final boolean mayJoinInitial;
    /** Empty until a link has the address that it began with. */
    private Optional<Boolean> confined;

    private final Duration since;

    private final Map<Ends, KnownSubflow> subflows = new LinkedHashMap<>();
    /** Those that the daemon has begun, and of which the kernel has not told. */
    private final List<Begun> begun = new ArrayList<>();

    private final Map<Integer, PeerAddress> peers = new TreeMap<>();
    private final Map<Announcement, Integer> announced = new LinkedHashMap<>();
    private final Ways ways = new Ways();
    private final Journal journal = new Journal();
    private final Identifiers ids;

    private Verdict verdict;
    private @Nullable NamedPolicy chosen;
    private List<Wish> wishes = List.of();
    private boolean ready;
    private boolean steered;
    private boolean foreign;
    private @Nullable Duration later;
    private Duration announceAt = Duration.ZERO;
    private long round;

    /** @param since when it was seen first, since the daemon was started */
    Managed(
            ConnectionPathManager commands,
            boolean server,
            Ends initial,
            boolean mayJoinInitial,
            Optional<Boolean> confined,
            Verdict verdict,
            Duration since) {
        this.commands = commands;
        this.server = server;
        this.initial = initial;
        this.mayJoinInitial = mayJoinInitial;
        this.confined = confined;
        this.verdict = verdict;
        this.since = since;
        this.ids = new Identifiers(initial.local().getAddress(), List.of());
    }

    long token() {
        return commands.token();
    }

    ConnectionPathManager commands() {
        return commands;
    }

    boolean isServer() {
        return server;
    }

    Ends initial() {
        return initial;
    }

    Ways ways() {
        return ways;
    }

    Identifiers ids() {
        return ids;
    }

    Journal journal() {
        return journal;
    }

    Verdict verdict() {
        return verdict;
    }

    /** Another rule applies by now; what was chosen by hand stays. */
    void verdict(Verdict now) {
        verdict = now;
    }

    Policy policy() {
        return named().policy();
    }

    String policyName() {
        return named().name();
    }

    private NamedPolicy named() {
        return chosen == null ? verdict.policy() : chosen;
    }

    /** Somebody wants another policy than its rule. */
    void choose(NamedPolicy policy) {
        chosen = policy;
    }

    /** Returns whether subflows may join it: both ends have heard of each other. */
    boolean isReady() {
        return ready;
    }

    void ready() {
        ready = true;
    }

    boolean isSteered() {
        return steered;
    }

    void steered(boolean byApplication) {
        steered = byApplication;
    }

    /** The kernel's own path manager has it, which takes no commands. */
    void foreign() {
        foreign = true;
    }

    boolean isLeftAlone() {
        return !ready || steered || foreign || Guard.handsOff(this);
    }

    List<Wish> wishes() {
        return wishes;
    }

    void wishes(List<Wish> now) {
        wishes = now;
    }

    /** Somebody wants it to be looked at later. @return whether nobody does before that anyway */
    boolean askLater(Duration at) {
        boolean first = later == null || at.compareTo(later) < 0;
        if (first) {
            later = at;
        }
        return first;
    }

    void askedLater(Duration at) {
        if (at.equals(later)) {
            later = null;
        }
    }

    /** Begins to ask its policy anew. */
    long nextRound() {
        round++;
        return round;
    }

    boolean isRound(long which) {
        return which == round;
    }

    Collection<KnownSubflow> subflows() {
        return subflows.values();
    }

    Optional<KnownSubflow> subflow(Ends ends) {
        return Optional.ofNullable(subflows.get(ends));
    }

    void add(KnownSubflow subflow) {
        subflows.put(subflow.ends(), subflow);
        begun.stream().filter(one -> one.is(subflow.ends())).findFirst().ifPresent(begun::remove);
    }

    Optional<KnownSubflow> remove(Ends ends) {
        Optional<KnownSubflow> removed = Optional.ofNullable(subflows.remove(ends));
        removed.ifPresent(this::remember);
        return removed;
    }

    /** How long its round trips take, for the next one on its way. */
    void remember(KnownSubflow subflow) {
        subflow.roundTrip().ifPresent(time -> ways.roundTrip(subflow.from(), subflow.to(), time));
    }

    List<Begun> begun() {
        return begun;
    }

    /** Returns it if the daemon has begun it, and forgets that. */
    Optional<Begun> endBegun(Ends ends) {
        Optional<Begun> found = begun.stream().filter(one -> one.is(ends)).findFirst();
        found.ifPresent(begun::remove);
        return found;
    }

    Map<Integer, PeerAddress> peers() {
        return peers;
    }

    /** What the kernel refused to announce is tried again after a while. */
    void announceAgain(Duration at) {
        announceAt = at;
    }

    boolean mayAnnounce(Duration now) {
        return now.compareTo(announceAt) >= 0;
    }

    Map<Announcement, Integer> announced() {
        return announced;
    }

    /** Returns when it was seen first, since the daemon was started. */
    Duration since() {
        return since;
    }

    Duration age(Duration now) {
        return now.minus(since);
    }

    /** What a policy may see of it. */
    View view(Surroundings surroundings, Duration now) {
        List<SubflowView> all = new ArrayList<>(subflows.size() + begun.size());
        for (KnownSubflow subflow : subflows.values()) {
            all.add(view(subflow, surroundings, now));
        }
        for (Begun one : begun) {
            all.add(view(one.known(), surroundings, now));
        }
        List<PeerAddress> reachable = new ArrayList<>(peers.size() + 1);
        if (mayJoinInitial) {
            reachable.add(new PeerAddress(0, initial.remote()));
        }
        reachable.addAll(peers.values());
        return new View(
                token(),
                server,
                initial.local(),
                initial.remote(),
                isConfined(surroundings),
                age(now),
                mayJoinInitial,
                all,
                surroundings.paths(),
                reachable,
                ways.attempts().failing());
    }

    private boolean isConfined(Surroundings surroundings) {
        confined = confined.or(() -> surroundings.confines(initial.local().getAddress()));
        return confined.orElse(true);
    }

    private SubflowView view(KnownSubflow subflow, Surroundings surroundings, Duration now) {
        int link = surroundings.linkOf(subflow.from());
        return subflow.view(link, surroundings.has(subflow), ways.isDemoted(subflow.from(), subflow.to(), now), now);
    }

    ConnectionSummary summary(Duration now) {
        return new ConnectionSummary(
                token(),
                server,
                initial.local(),
                initial.remote(),
                subflows.size(),
                verdict.rule(),
                policyName(),
                steered,
                age(now));
    }

    /** A subflow that the daemon has begun: its port is 0, as the kernel has chosen one and not said which. */
    record Begun(KnownSubflow known, boolean probing) {
        boolean is(Ends ends) {
            return known.from().equals(ends.local().getAddress()) && known.to().equals(ends.remote());
        }
    }
}
