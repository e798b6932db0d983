package mptcp4j.daemon.paths;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.daemon.config.KernelSettings;
import mptcp4j.daemon.paths.EndpointLedger.Change;
import mptcp4j.daemon.paths.EndpointPlan.Owned;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.Limits;
import mptcp4j.pm.PathManager;

/**
 * The kernel's table of endpoints, and the ledger of those in it that are the daemon's. Each change is in the ledger before it is made, so
 * a daemon that is killed at any moment leaves nothing that the next one does not know. Not thread-safe.
 */
final class EndpointTable {
    /** Up to Linux 7.1; later ones have room for as many as there are ids. */
    private static final int LEAST_ROOM = 8;

    private static final int MOST_ROOM = 255;
    private static final int ROUNDS = 3;

    private final PathManager kernel;
    private final Path file;
    private EndpointLedger ledger;
    private int room = MOST_ROOM;
    private int lastId;

    /** @throws IOException if the ledger is there and cannot be read */
    EndpointTable(PathManager kernel, Path file) throws IOException {
        this.kernel = kernel;
        this.file = file;
        ledger = EndpointLedger.read(file);
        lastId = ledger.endpoints().stream().mapToInt(Owned::id).max().orElse(0);
    }

    /**
     * Makes the table what the paths ask for.
     *
     * @throws IOException if the ledger cannot be written, or the table cannot be read
     */
    EndpointReport reconcile(List<LocalPath> paths, KernelSettings settings) throws IOException {
        List<String> refusals = new ArrayList<>();
        limit(new Limits(settings.subflows(), settings.addressesAccepted()), refusals);
        EndpointPlan plan = plan(paths, settings);
        for (int i = 0; i < ROUNDS && !execute(plan, refusals); i++) {
            plan = plan(paths, settings);
        }
        return new EndpointReport(look(), plan.foreign(), plan.leftOut(), refusals);
    }

    /** Takes away what the daemon, or one before it, has made, and puts the limits back, unless somebody else has set them meanwhile. */
    List<String> restore() throws IOException {
        List<String> refusals = new ArrayList<>();
        EndpointPlan plan = plan(List.of(), KernelSettings.DEFAULT);
        plan.remove().forEach(each -> remove(each, refusals));
        Optional<Change> limits = ledger.limits();
        if (limits.isPresent() && kernel.limits().equals(limits.get().set())) {
            attempt(() -> kernel.setLimits(limits.get().before()), refusals);
        }
        if (refusals.isEmpty()) {
            Files.deleteIfExists(file);
            ledger = EndpointLedger.EMPTY;
        }
        return refusals;
    }

    private EndpointPlan plan(List<LocalPath> paths, KernelSettings settings) throws IOException {
        return EndpointPlan.of(paths, settings, look(), ledger.endpoints(), room, lastId);
    }

    /** Reads the table. What is in the ledger only was never made, or somebody else has removed it: it is not ours if it comes again. */
    private List<Endpoint> look() throws IOException {
        List<Endpoint> table = kernel.endpoints();
        Set<Owned> there = new HashSet<>();
        table.stream()
                .filter(each -> !each.flags().contains(EndpointFlag.IMPLICIT))
                .map(Owned::of)
                .filter(ledger.endpoints()::contains)
                .forEach(there::add);
        save(ledger.with(there));
        return table;
    }

    /** @return false if the table is full, and so the plan another one */
    private boolean execute(EndpointPlan plan, List<String> refusals) throws IOException {
        plan.remove().forEach(each -> remove(each, refusals));
        for (Endpoint each : plan.change()) {
            attempt(() -> kernel.change(each.id(), changeable(each)), refusals);
        }
        for (Endpoint each : plan.add()) {
            if (!add(each, refusals)) {
                return false;
            }
        }
        return true;
    }

    /** The kernel says EINVAL where there is none of that id. */
    private void remove(Owned endpoint, List<String> refusals) {
        attempt(
                () -> {
                    try {
                        kernel.delete(endpoint.id());
                    } catch (LinuxException e) {
                        if (!e.errno().equals(Errno.EINVAL)) {
                            throw e;
                        }
                    }
                },
                refusals);
    }

    private boolean add(Endpoint endpoint, List<String> refusals) throws IOException {
        int id = endpoint.id() == 0 ? implicitId(endpoint) : endpoint.id();
        save(ledger.with(new Owned(id, endpoint.address())));
        try {
            kernel.add(endpoint);
            lastId = id;
        } catch (LinuxException e) {
            int there = kernel.endpoints().size();
            if (e.errno().equals(Errno.ERANGE) || (e.errno().equals(Errno.EINVAL) && there >= LEAST_ROOM)) {
                room = there;
                return false;
            }
            refusals.add(String.valueOf(e.getMessage()));
        }
        return true;
    }

    private int implicitId(Endpoint endpoint) throws IOException {
        return kernel.endpoints().stream()
                .filter(each -> each.address().equals(endpoint.address()))
                .findFirst()
                .map(Endpoint::id)
                .orElse(endpoint.id());
    }

    private void limit(Limits wanted, List<String> refusals) throws IOException {
        Limits now = kernel.limits();
        if (now.equals(wanted)) {
            return;
        }
        Limits before = ledger.limits()
                .filter(its -> its.set().equals(now)) // or somebody else has set them since
                .map(Change::before)
                .orElse(now);
        save(ledger.with(new Change(before, wanted)));
        attempt(() -> kernel.setLimits(wanted), refusals);
    }

    private void save(EndpointLedger next) throws IOException {
        if (!next.equals(ledger)) {
            next.write(file);
            ledger = next;
        }
    }

    private static void attempt(Command command, List<String> refusals) {
        try {
            command.run();
        } catch (IOException e) {
            refusals.add(String.valueOf(e.getMessage()));
        }
    }

    private static EndpointFlag[] changeable(Endpoint endpoint) {
        List<EndpointFlag> flags = new ArrayList<>();
        for (EndpointFlag flag : List.of(EndpointFlag.BACKUP, EndpointFlag.FULLMESH)) {
            if (endpoint.flags().contains(flag)) {
                flags.add(flag);
            }
        }
        return flags.toArray(EndpointFlag[]::new);
    }

    private interface Command {
        void run() throws IOException;
    }
}
