package mptcp4j.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mptcp4j.LinuxException;
import mptcp4j.linux.Deadline;

/** Looks at the subflows every so often, and tells what is different. */
final class PolledChanges implements ChangeSource {
    private final Observer observer;
    private final SubflowBook book = new SubflowBook(Duration.ZERO);
    private final Duration period;
    private final LinuxException refusal;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean ended;

    /** @param refusal why nothing better could be had */
    PolledChanges(Observer observer, Duration period, LinuxException refusal) {
        this.observer = observer;
        this.period = period;
        this.refusal = refusal;
    }

    @Override
    public Optional<LinuxException> refusal() {
        return Optional.of(refusal);
    }

    @Override
    public SubflowBook book() {
        return book;
    }

    @Override
    public List<Subflow> begin() throws IOException {
        Optional<Look> look = observer.look();
        look.ifPresent(book::begin);
        return look.map(Look::subflows).orElse(List.of());
    }

    @Override
    public List<ConnectionEvent> next(Duration patience) throws IOException {
        if (closedWithin(patience.compareTo(period) < 0 ? patience : period) || ended) {
            return List.of();
        }
        Set<Long> before = book.ids();
        Optional<Look> look = observer.look();
        ended = look.isEmpty();
        return look.isPresent() ? book.compare(before, look.get()) : book.end();
    }

    /** An interrupt does not hurry us, as it does not who waits for the kernel's events; it stays set. */
    private boolean closedWithin(Duration time) {
        Deadline deadline = Deadline.in(time);
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return closed.await(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
