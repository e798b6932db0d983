package mptcp4j.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.linux.Deadline;
import mptcp4j.pm.ConnectionPathManager;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.Overflow;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.Reset;
import mptcp4j.pm.SubflowTuple;
import org.jspecify.annotations.Nullable;

/**
 * A subflow on its way from MP_JOIN in a SYN to the last step of the handshake (RFC 8684 section 3.2). The kernel tells when
 * the peer has answered, and when the subflow ended; the peer's last word, by which it takes the subflow, it tells only who asks.
 */
final class Joining {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(2);

    private final MptcpConnection connection;
    private final ConnectionPathManager pathManager;
    private final SubflowPlan plan;
    private final Set<Long> others;
    private final Duration timeout;
    private @Nullable Subflow subflow;
    private boolean answered;

    /** @param others the ids of the subflows that there were before */
    Joining(
            MptcpConnection connection,
            ConnectionPathManager pathManager,
            SubflowPlan plan,
            Set<Long> others,
            Duration timeout) {
        this.connection = connection;
        this.pathManager = pathManager;
        this.plan = plan;
        this.others = others;
        this.timeout = timeout;
    }

    /** Looks for it once the SYN is sent: which port the kernel chose is not known before. */
    void started() throws IOException {
        subflow = find().orElse(null);
    }

    private Optional<Subflow> find() throws IOException {
        return connection.subflows().stream()
                .filter(one -> !others.contains(one.id()) && plan.fits(one.local(), one.remote()))
                .reduce((first, second) -> second);
    }

    /** Returns how long to wait for the next event. */
    Duration patience(Deadline deadline) {
        Duration left = deadline.left();
        return answered && left.compareTo(BETWEEN_QUESTIONS) > 0 ? BETWEEN_QUESTIONS : left;
    }

    /**
     * Returns the subflow once both ends have it.
     *
     * @param event of the connection, or none
     * @throws LinuxException if it has ended
     */
    Optional<Subflow> after(Optional<PathManagerEvent> event) throws IOException {
        if (event.isPresent() && event.get() instanceof PathManagerEvent.SubflowEvent its && isIt(its.tuple())) {
            if (its instanceof SubflowClosed closed) {
                throw ended(closed);
            }
            answered = true;
        }
        if (event.isEmpty() && !answered) {
            return Optional.empty();
        }
        Optional<Subflow> found = find();
        if (found.isEmpty()
                && subflow != null
                && event.filter(Overflow.class::isInstance).isPresent()) {
            throw new LinuxException(
                    "open " + plan, Errno.ECONNRESET, "it ended, and the kernel's word of why was lost");
        }
        subflow = found.orElse(subflow);
        return found.isPresent() ? joined(found.get()) : Optional.empty();
    }

    private boolean isIt(SubflowTuple tuple) {
        SubflowTuple plain = tuple.unmapped();
        return subflow == null ? plan.fits(plain) : subflow.connects(plain.local(), plain.remote());
    }

    private static Optional<Subflow> joined(Subflow found) throws IOException {
        return found.lookUp()
                .filter(details -> details.flags().contains(SubflowFlag.FULLY_ESTABLISHED))
                .map(details -> found);
    }

    /** Ends the attempt, and returns what to throw. */
    LinuxException abandon() throws IOException {
        if (subflow != null) {
            try {
                pathManager.destroySubflow(subflow.local(), subflow.remote());
            } catch (LinuxException e) {
                if (!e.errno().equals(Errno.ESRCH)) {
                    throw e;
                }
            }
        }
        return new LinuxException(
                "open " + plan,
                Errno.ETIMEDOUT,
                (answered ? "the peer did not finish the handshake" : "no answer") + " within " + timeout.toMillis()
                        + " ms");
    }

    private LinuxException ended(SubflowClosed closed) {
        Errno error = closed.error() == null ? Errno.ECONNRESET : closed.error();
        Reset reset = closed.reset();
        String words = error.equals(Errno.ECONNREFUSED) || error.equals(Errno.ECONNRESET)
                ? "the peer refused it"
                : error.meaning();
        return new LinuxException("open " + plan, error, reset == null ? words : words + ": " + reset.meaning());
    }
}
