package mptcp4j.daemon.metrics;

import java.io.IOException;

/** Has the daemon's figures. */
@FunctionalInterface
public interface MetricsSource {
    /** Returns them as they are now. It is called at each request, by any thread. @throws IOException if the daemon does not answer */
    Figures figures() throws IOException;
}
