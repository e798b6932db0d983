package mptcp4j.lab;

import java.io.IOException;
import java.util.Optional;
import mptcp4j.linux.Netns;
import org.jspecify.annotations.Nullable;

/** A path between two hosts, which can fail and be restored. Thread-safe. */
public final class NetworkPath {
    private final int index;
    private final PathSpec spec;
    private final Router router;
    private final Router.Ports ports;
    private final Host client;
    private final Host server;
    private @Nullable Failure failure;

    NetworkPath(int index, PathSpec spec, Router router, Router.Ports ports, Host client, Host server) {
        this.index = index;
        this.spec = spec;
        this.router = router;
        this.ports = ports;
        this.client = client;
        this.server = server;
    }

    /** Returns its number in the topology, from 0. */
    public int index() {
        return index;
    }

    public PathSpec spec() {
        return spec;
    }

    /** Returns how it has failed; empty while it works. */
    public synchronized Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns what it has carried in both directions so far. */
    public Traffic traffic() throws IOException {
        return router.traffic(ports);
    }

    /**
     * Lets it fail, from this moment on. What waits in its queues is still delivered, up to {@link PathSpec#queue()}.
     *
     * @throws IllegalStateException if it has failed already
     */
    public synchronized void fail(Failure how) throws IOException {
        if (failure != null) {
            throw new IllegalStateException("path " + index + " has failed already: " + failure);
        }
        failure = how; // first, so that what fails half-way can be restored
        switch (how) {
            case LINK_DOWN_CLIENT -> client.end(index).down();
            case LINK_DOWN_SERVER -> server.end(index).down();
            case CARRIER_LOSS -> router.setUp(ports.client(), false);
            case BLACKHOLE -> router.cut(ports);
            case ADDRESS_REMOVED -> client.end(index).removeAddresses();
        }
    }

    /**
     * Undoes the failure, so that link, addresses and routes are as they were, and waits until the path forwards.
     * Nothing happens where none is. MPTCP itself comes back to the path in its own time: the kernel tries a silent
     * subflow again with growing pauses.
     */
    public synchronized void restore() throws IOException {
        if (failure == null) {
            return;
        }
        switch (failure) {
            case LINK_DOWN_CLIENT, ADDRESS_REMOVED -> client.end(index).configure();
            case LINK_DOWN_SERVER -> server.end(index).configure();
            case CARRIER_LOSS -> router.setUp(ports.client(), true);
            case BLACKHOLE -> router.join(ports);
        }
        awaitForwarding();
        failure = null;
    }

    /**
     * Makes the client's endpoint of this path anew, so that its connections have a new subflow there at once: the kernel
     * alone comes back to one that was silent for 10 s only after another 7 s.
     *
     * @throws IllegalStateException if the path has no endpoint: it is the client's first
     * @throws mptcp4j.LinuxException ENOENT if the kernel has no MPTCP
     */
    public synchronized void renewEndpoint() throws IOException {
        if (!Endpoints.renew(client, index)) {
            throw new IllegalStateException("path " + index + " has no endpoint");
        }
    }

    void awaitForwarding() throws IOException {
        router.awaitForwarding(ports);
    }

    /** Returns the namespace between the hosts. */
    Netns between() {
        return router.namespace();
    }

    @Override
    public String toString() {
        return "path " + index;
    }
}
