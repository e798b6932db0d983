package mptcp4j.daemon.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mptcp4j.daemon.config.Damping;
import org.junit.jupiter.api.Test;

/** A link that goes down and up, again and again. */
class FlappingKernelIT extends WatchedPaths {
    private static final int TIMES = 500;
    private static final Damping SHORT = new Damping(3, Duration.ofMinutes(2), Duration.ofMillis(200));

    @Test
    void agreesWithTheKernelAtTheEnd() throws IOException {
        addLink(1);
        addLink(2);
        watch(SHORT);
        awaitPath(address(1));
        awaitPath(address(2));
        long descriptors = descriptors();
        long threads = Thread.getAllStackTraces().size();
        for (int i = 0; i < TIMES; i++) {
            rtnetlink.setUp(index("v1"), false);
            rtnetlink.setUp(index("v1"), true);
        }
        addLink(3); // when this is told, all before was
        awaitPath(address(3));
        PathState last = await(state -> state.paths().size() == 3);
        assertEquals(Map.of(), last.losses());
        assertEquals(PathSelection.select(rtnetlink.state(), DEVICES), last.paths());
        assertEquals(descriptors, descriptors());
        assertTrue(Thread.getAllStackTraces().size() <= threads);
    }

    /** Each loss is awaited, so none is overlooked; the returns come later and later. */
    @Test
    void losesAtOnceAndComesBackLate() throws IOException {
        addLink(1);
        watch(SHORT);
        awaitPath(address(1));
        for (int i = 0; i < 20; i++) {
            rtnetlink.setUp(index("v1"), false);
            awaitLoss(address(1), Loss.Reason.LINK_DOWN);
            rtnetlink.setUp(index("v1"), true);
            PathState back = await(state -> has(state, address(1)) || flaps(state));
            assertEquals(i >= 3, flaps(back), () -> "at the return of " + states);
        }
        assertEquals(Map.of(), awaitPath(address(1)).losses());
    }

    @Test
    void leavesNothingBehind() throws IOException {
        addLink(1);
        long descriptors = descriptors();
        for (int i = 0; i < 20; i++) {
            watch(SHORT);
            watch.close();
        }
        assertEquals(descriptors, descriptors());
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .toList();
        assertFalse(threads.contains("mptcp4j-paths"), threads::toString);
    }

    private static boolean flaps(PathState state) {
        Loss loss = state.losses().get(address(1));
        return loss != null && loss.reason() == Loss.Reason.FLAPPING;
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(fd -> !Files.isRegularFile(fd)).count();
        }
    }
}
