package mptcp4j.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.linux.Deadline;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.Overflow;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.Reset;
import mptcp4j.pm.SubflowCommands;
import mptcp4j.pm.SubflowTuple;
import org.jspecify.annotations.Nullable;

/**
 * A subflow on its way from MP_JOIN in a SYN to the last step of the handshake (RFC 8684 section 3.2). The kernel tells when
 * the peer has answered, and when the subflow ended; the peer's last word, by which it takes the subflow, it tells only who asks.
 */
final class Joining {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration BETWEEN_LOOKS_ONCE_ANSWERED = Duration.ofMillis(1);

    /** The kernel ends a subflow that was reset in a worker thread, and tells it there. */
    private static final Duration FOR_LAST_WORDS = Duration.ofSeconds(1);

    private final MptcpConnection connection;
    private final SubflowPlan plan;
    private final List<SubflowAddresses> others;
    private final @Nullable Subflow started;
    /** More than one where other programs began such ones at the same moment: the first is as good as any to wait for. */
    private final List<SubflowAddresses> begun;

    private boolean answered;

    /**
     * @param before the subflows that there were before its SYN was sent
     * @param after those that there were then; where it is not among them, it has ended already
     */
    Joining(MptcpConnection connection, SubflowPlan plan, List<Subflow> before, List<Subflow> after) {
        this.connection = connection;
        this.plan = plan;
        Set<Long> old = before.stream().map(Subflow::id).collect(Collectors.toSet());
        List<Subflow> fresh = after.stream()
                .filter(one -> !old.contains(one.id()) && plan.fits(one.local(), one.remote()))
                .toList();
        started = fresh.isEmpty() ? null : fresh.get(0);
        begun = fresh.stream().map(Subflow::ends).toList();
        others = before.stream().map(Subflow::ends).toList();
    }

    /** Waits until both ends have it. @throws LinuxException if it has ended, or time is up */
    Subflow await(Waiting waiting, SubflowCommands pathManager) throws IOException {
        while (true) {
            Optional<Subflow> now = find();
            if (now.isEmpty()) {
                throw lastWords(waiting);
            }
            answered |= now.get().state() != TcpState.SYN_SENT;
            Optional<mptcp4j.diag.Subflow> established = answered ? ifEstablished(now.get()) : Optional.empty();
            if (established.isPresent()) {
                plan.complete(established.get(), pathManager);
                return now.get();
            }
            if (waiting.isOver()) {
                throw waiting.timedOut(plan, answered ? "the peer did not finish the handshake" : "no answer");
            }
            Optional<PathManagerEvent> event = waiting.next(answered ? BETWEEN_LOOKS_ONCE_ANSWERED : BETWEEN_LOOKS);
            if (event.isEmpty() && !answered) {
                waiting.requireJoinable(plan, null);
            }
            requireGoesOn(event);
        }
    }

    private Optional<Subflow> find() throws IOException {
        List<Subflow> all = connection.subflows();
        return all.stream()
                .filter(one -> started != null && one.id() == started.id())
                .findFirst();
    }

    /** An ACK of the peer that follows its SYN and ACK says that it has seen the third step, and takes the subflow. */
    private Optional<mptcp4j.diag.Subflow> ifEstablished(Subflow subflow) throws IOException {
        return subflow.lookUp(plan.link()).filter(details -> details.flags().contains(SubflowFlag.FULLY_ESTABLISHED));
    }

    /** The kernel tells nothing of the subflows of a connection that ends, nor of one that is closed here before it is answered. */
    private LinuxException lastWords(Waiting waiting) throws IOException {
        Deadline patience = Deadline.in(FOR_LAST_WORDS);
        boolean lost = false;
        while (!lost && !patience.left().isZero()) {
            Optional<PathManagerEvent> event = waiting.next(BETWEEN_LOOKS);
            requireGoesOn(event);
            lost = event.filter(Overflow.class::isInstance).isPresent();
            if (event.isEmpty()) {
                waiting.requireJoinable(plan, null);
            }
        }
        return lost
                ? new LinuxException(
                        "open " + plan, Errno.ECONNRESET, "it ended, and the kernel's word of why was lost")
                : new LinuxException(
                        "open " + plan,
                        Errno.ECONNABORTED,
                        "it ended without a word of the kernel, as where it is closed here before the peer answers");
    }

    private void requireGoesOn(Optional<PathManagerEvent> event) throws LinuxException {
        if (event.isPresent()
                && event.get() instanceof PathManagerEvent.SubflowEvent its
                && isIt(its.tuple().unmapped())) {
            if (its instanceof SubflowClosed closed) {
                throw ended(closed);
            }
            answered = true;
        }
    }

    /** One that has ended before its port was known is any that was not there before: who asks for the same at a time is told the same. */
    private boolean isIt(SubflowTuple tuple) {
        return started == null
                ? plan.fits(tuple) && !others.contains(new SubflowAddresses(tuple.local(), tuple.remote()))
                : started.connects(tuple.local(), tuple.remote());
    }

    /**
     * Where the peer refuses the last step, the kernel resets the subflow here, and gives neither an error nor a reason; so it does
     * where somebody here has closed it.
     */
    private LinuxException ended(SubflowClosed closed) {
        String operation = "open " + plan;
        Errno error = closed.error();
        if (error == null) {
            return answered
                    ? new LinuxException(
                            operation,
                            Errno.ECONNRESET,
                            "it ended in the last step of the handshake, as where the peer does not take it")
                    : new LinuxException(operation, Errno.ECONNABORTED, "it was closed here before the peer answered");
        }
        boolean refused = error.equals(Errno.ECONNREFUSED) || error.equals(Errno.ECONNRESET);
        String words = refused ? "the peer refused it" : error.meaning();
        Reset reset = closed.reset();
        return new LinuxException(operation, error, reset == null ? words : words + ": " + reset.meaning());
    }

    /** Leaves nothing of an attempt that has failed. */
    void undo(SubflowCommands pathManager, Exception failure) {
        Undoing.close(pathManager, begun, failure);
    }
}
