package mptcp4j.daemon.paths;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mptcp4j.daemon.paths.EndpointPlan.Owned;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.Limits;

/**
 * What the daemon has changed in the kernel's table of endpoints, so that the next one knows it though this one was killed. Immutable.
 *
 * <pre>
 *  mptcp4j endpoints 1
 *  limits BEFORE-SUBFLOWS BEFORE-ACCEPTED SET-SUBFLOWS SET-ACCEPTED
 *  endpoint ID ADDRESS
 * </pre>
 *
 * @param limits what was changed; empty if nothing
 * @param endpoints those that it has made, or is about to
 */
record EndpointLedger(Optional<Change> limits, Set<Owned> endpoints) {
    static final EndpointLedger EMPTY = new EndpointLedger(Optional.empty(), Set.of());

    private static final String HEAD = "mptcp4j endpoints 1";

    /** Limits that were there, and those that were set instead. */
    record Change(Limits before, Limits set) {}

    EndpointLedger {
        endpoints = Set.copyOf(endpoints);
    }

    EndpointLedger with(Owned endpoint) {
        Set<Owned> more = new HashSet<>(endpoints);
        more.add(endpoint);
        return new EndpointLedger(limits, more);
    }

    EndpointLedger with(Change change) {
        return new EndpointLedger(Optional.of(change), endpoints);
    }

    EndpointLedger with(Set<Owned> others) {
        return new EndpointLedger(limits, others);
    }

    /**
     * Reads it; empty where there is no file.
     *
     * @throws IOException if it is not one of these
     */
    static EndpointLedger read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return EMPTY;
        }
        if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
            throw new IOException(file + " is not a list of endpoints of this version: remove it, and what it lists");
        }
        EndpointLedger ledger = EMPTY;
        for (String line : lines.subList(1, lines.size())) {
            ledger = ledger.withLine(file, line.split(" "));
        }
        return ledger;
    }

    /** Writes it in the place of what was there: a reader finds the one or the other, whenever the writer is killed. */
    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEAD));
        limits.ifPresent(its -> lines.add("limits " + its.before.subflows() + " " + its.before.addAddrAccepted() + " "
                + its.set.subflows() + " " + its.set.addAddrAccepted()));
        endpoints.forEach(each -> lines.add("endpoint " + each.id() + " " + IpAddress.text(each.address())));
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.write(next, lines);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private EndpointLedger withLine(Path file, String... words) throws IOException {
        try {
            if (words[0].equals("limits") && words.length == 5) {
                return with(new Change(limits(words[1], words[2]), limits(words[3], words[4])));
            }
            if (words[0].equals("endpoint") && words.length == 3) {
                return with(new Owned(Integer.parseInt(words[1]), address(words[2])));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + String.join(" ", words), e);
        }
        throw new IOException(file + ": unknown: " + String.join(" ", words));
    }

    private static InetAddress address(String text) {
        return IpAddress.parse(text).orElseThrow(() -> new IllegalArgumentException("no address: " + text));
    }

    private static Limits limits(String subflows, String accepted) {
        return new Limits(Integer.parseInt(subflows), Integer.parseInt(accepted));
    }
}
