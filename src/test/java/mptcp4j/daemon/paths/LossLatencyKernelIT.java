package mptcp4j.daemon.paths;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import mptcp4j.daemon.config.Damping;
import mptcp4j.linux.Waiter;
import mptcp4j.route.Prefix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long it is from the command that takes a path away until that is known, with ten links: about 0.7 ms, and at most 5 ms. */
class LossLatencyKernelIT extends WatchedPaths {
    private static final int LINKS = 10;
    private static final int ROUNDS = 21;
    private static final Duration MOST = Duration.ofMillis(5);

    @BeforeEach
    void watchTenLinks() throws IOException {
        for (int i = 1; i <= LINKS; i++) {
            addLink(i);
        }
        watch(new Damping(0, Duration.ZERO, Duration.ZERO));
        await(state -> state.paths().size() == LINKS);
    }

    @Test
    void ofCarrier() throws Exception {
        int otherEnd = far.link("w1").index();
        measure(() -> far.setUp(otherEnd, false), () -> far.setUp(otherEnd, true));
    }

    @Test
    void ofALinkThatIsSetDown() throws Exception {
        int link = index("v1");
        measure(() -> rtnetlink.setUp(link, false), () -> rtnetlink.setUp(link, true));
    }

    @Test
    void ofAnAddress() throws Exception {
        int link = index("v1");
        var prefix = new Prefix(address(1), 24);
        measure(() -> rtnetlink.removeAddress(link, prefix), () -> rtnetlink.putAddress(link, prefix));
    }

    /** The command itself takes some 20 ms. */
    @Test
    void ofALinkThatIsDeleted() throws Exception {
        measure(() -> rtnetlink.removeLink(index("v1")), () -> addLink(1));
    }

    private void measure(Change loss, Change back) throws Exception {
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            Waiter<Boolean> command = Waiter.start(() -> {
                loss.make();
                return true;
            });
            PathState lost = await(state -> state.losses().containsKey(address(1)));
            nanos[i] = lost.losses().get(address(1)).since() - start;
            command.get();
            back.make();
            awaitPath(address(1));
        }
        Arrays.sort(nanos);
        assertTrue(nanos[ROUNDS / 2] < MOST.toNanos(), () -> "nanoseconds: " + Arrays.toString(nanos));
    }

    private interface Change {
        void make() throws IOException;
    }
}
