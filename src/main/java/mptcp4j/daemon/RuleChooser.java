package mptcp4j.daemon;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import mptcp4j.daemon.config.Candidate;
import mptcp4j.daemon.config.Mode;
import mptcp4j.daemon.config.NamedPolicy;
import mptcp4j.daemon.config.Rules;
import mptcp4j.daemon.config.Verdict;
import mptcp4j.daemon.policy.Plan;
import mptcp4j.daemon.policy.Policy;
import mptcp4j.daemon.policy.View;
import mptcp4j.diag.Cgroups;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;
import mptcp4j.diag.Owner;
import mptcp4j.diag.Owners;
import mptcp4j.diag.SocketIdentity;
import org.jspecify.annotations.Nullable;

/** Asks the rules, and looks up of a connection only what they ask for. Thread-safe. */
final class RuleChooser {
    private static final System.Logger LOG = System.getLogger(RuleChooser.class.getName());

    /** For the moment in which it is not known yet which rule a connection meets. */
    static final Verdict UNDECIDED =
            new Verdict("(undecided)", new NamedPolicy("(none)", "none", Map.of(), new Wait()), 1);

    /** What the kernel's own path manager has. */
    private static final Verdict KERNEL =
            new Verdict("(mode kernel)", new NamedPolicy("(kernel)", "none", Map.of(), new Wait()), 1);

    private final @Nullable Cgroups cgroups;
    private final boolean kernel;
    private volatile Rules rules;

    /** @param cgroups null where the machine has none */
    RuleChooser(@Nullable Cgroups cgroups, Mode mode, Rules rules) {
        this.kernel = mode == Mode.KERNEL;
        this.cgroups = cgroups;
        this.rules = rules;
    }

    /** Returns whether it goes through all processes of the machine, which the loop has no time for. */
    boolean isSlow() {
        return !kernel && rules.needsProcess();
    }

    void use(Rules others) {
        rules = others;
    }

    /** @param connections where a connection is looked up, if a rule wants to know more of it */
    Verdict choose(Connections connections, long token, boolean server, Ends ends, Surroundings surroundings) {
        if (kernel) {
            return KERNEL;
        }
        Supplier<Optional<SocketIdentity>> socket = once(() -> socket(connections, token));
        return rules.of(new Candidate(
                server,
                ends.local(),
                ends.remote(),
                () -> Optional.ofNullable(surroundings
                        .names()
                        .get(surroundings.linkOf(ends.local().getAddress()))),
                () -> socket.get().map(SocketIdentity::uid),
                () -> socket.get().flatMap(this::cgroup),
                () -> socket.get().map(RuleChooser::processes).orElse(List.of())));
    }

    private static Optional<SocketIdentity> socket(Connections connections, long token) {
        try {
            return connections.find(token, Detail.CONNECTION).map(Connection::socket);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot read whose a connection is", e);
            return Optional.empty();
        }
    }

    private Optional<String> cgroup(SocketIdentity socket) {
        return cgroups == null || socket.cgroupId().isEmpty()
                ? Optional.empty()
                : cgroups.path(socket.cgroupId().getAsLong());
    }

    private static Collection<String> processes(SocketIdentity socket) {
        try {
            return Owners.find(List.of(socket)).of(socket).stream()
                    .map(Owner::command)
                    .toList();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot read which process has a connection", e);
            return List.of();
        }
    }

    private static <T> Supplier<T> once(Supplier<T> supplier) {
        return new Supplier<>() {
            private @Nullable T value;

            @Override
            public T get() {
                T known = value;
                if (known == null) {
                    known = supplier.get();
                    value = known;
                }
                return known;
            }
        };
    }

    private record Wait() implements Policy {
        @Override
        public Plan plan(View view) {
            return Plan.leaveAsIs();
        }

        @Override
        public boolean handsOff() {
            return true;
        }
    }
}
