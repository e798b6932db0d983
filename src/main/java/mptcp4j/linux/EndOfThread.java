package mptcp4j.linux;

/** Waits for threads to end. */
public final class EndOfThread {
    private EndOfThread() {}

    /**
     * Waits until a thread has ended, unless it is the calling one. An interrupt does not end the wait; the calling thread is
     * interrupted after it.
     */
    public static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive() && !thread.equals(Thread.currentThread())) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
