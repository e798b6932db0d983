package mptcp4j.daemon.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import mptcp4j.daemon.config.Damping;
import mptcp4j.daemon.config.InterfaceKind;
import mptcp4j.daemon.config.InterfaceRules;
import mptcp4j.daemon.config.InterfaceUse;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.route.Prefix;
import mptcp4j.route.Rtnetlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A namespace whose paths are watched, and a second one with the other ends of its links. */
abstract class WatchedPaths {
    static final Duration DEADLINE = Duration.ofSeconds(20);
    static final InterfaceRules DEVICES =
            link -> InterfaceKind.of(link) == InterfaceKind.DEVICE ? Optional.of(InterfaceUse.PLAIN) : Optional.empty();

    Netns here;
    Netns there;
    Rtnetlink rtnetlink;
    Rtnetlink far;
    PathWatch watch;
    private PathState seen = PathState.NOTHING;
    final BlockingQueue<PathState> states = new LinkedBlockingQueue<>();

    /**
     * The kernel tells of the carrier of a veth at once, but for one whose other end has the same index, which it takes for a device and
     * tells of once in a second at most ({@code linkwatch_urgent_event}). The bridge, which is never up, makes them different.
     */
    @BeforeEach
    final void makeNamespaces() throws IOException {
        Requires.namespaces();
        Requires.program("ip");
        here = Netns.create();
        there = Netns.create();
        rtnetlink = here.call(Rtnetlink::open);
        far = there.call(Rtnetlink::open);
        here.run(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1"));
        rtnetlink.addBridge("br0");
        rtnetlink.setUp(rtnetlink.link("lo").index(), true);
    }

    @AfterEach
    final void closeAll() throws IOException {
        if (watch != null) {
            watch.close();
        }
        rtnetlink.close();
        far.close();
        here.close();
        there.close();
    }

    /** Makes a link that is up at both ends, {@code vN} here and {@code wN} there, with the address {@code 10.9.N.1}. */
    final void addLink(int number) throws IOException {
        rtnetlink.addVeth("v" + number, "w" + number, there.fd().number());
        far.setUp(far.link("w" + number).index(), true);
        rtnetlink.setUp(index("v" + number), true);
        rtnetlink.putAddress(index("v" + number), new Prefix(address(number), 24));
    }

    static InetAddress address(int number) {
        return Networks.ip("10.9." + number + ".1");
    }

    final int index(String link) throws IOException {
        return rtnetlink.link(link).index();
    }

    final void watch(Damping damping) throws IOException {
        watch = here.call(() -> PathWatch.open(DEVICES, damping, states::add));
        seen = watch.state();
    }

    /** Waits for a state: that of the last call, or the first one told since. */
    final PathState await(Predicate<PathState> wanted) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!wanted.test(seen)) {
            try {
                PathState next = states.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertNotNull(next, () -> "not in " + DEADLINE + ", last " + seen);
                seen = next;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return seen;
    }

    final PathState awaitPath(InetAddress address) {
        return await(state -> has(state, address));
    }

    final PathState awaitLoss(InetAddress address, Loss.Reason reason) {
        return await(state -> state.losses().containsKey(address)
                && state.losses().get(address).reason() == reason);
    }

    static boolean has(PathState state, InetAddress address) {
        return state.paths().stream().anyMatch(path -> path.address().equals(address));
    }

    final void ip(String words) throws IOException {
        here.run(() -> {
            Process process = new ProcessBuilder(("ip " + words).split(" "))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
        });
    }
}
