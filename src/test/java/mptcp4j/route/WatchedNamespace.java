package mptcp4j.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.route.RouteEvent.LinkChanged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A watched namespace with one link, whose other end is in a second one. */
abstract class WatchedNamespace {
    static final Duration DEADLINE = Duration.ofSeconds(20);

    Netns here;
    Netns there;
    Rtnetlink rtnetlink;
    RouteWatch watch;

    /** Without IPv6 on the links, which would announce themselves: only the one test that is about it has it. */
    @BeforeEach
    final void makeAPair() throws IOException {
        Requires.namespaces();
        Requires.program("ip");
        here = Netns.create();
        there = Netns.create();
        rtnetlink = here.call(Rtnetlink::open);
        ip(here, "link set lo up");
        rtnetlink.addVeth("v0", "v1", there.fd().number());
        for (String link : List.of("v0", "default")) {
            here.run(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf", link, "disable_ipv6"), "1"));
        }
        ip(there, "link set v1 up");
        ip(here, "link set v0 up");
        ip(here, "address add 10.9.0.1/24 dev v0");
        ip(here, "route add default via 10.9.0.2");
        watch = here.call(RouteWatch::open);
        if (!link("v0").operational()) { // linkwatch tells it a moment later
            await(event -> event instanceof LinkChanged it && it.now().operational());
        }
    }

    @AfterEach
    final void closeAll() {
        for (AutoCloseable made : new AutoCloseable[] {watch, rtnetlink, here, there}) {
            if (made != null) {
                close(made);
            }
        }
    }

    final Link link(String name) {
        return watch.state().links().stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for an event, and drops those before. */
    final RouteEvent await(Predicate<RouteEvent> wanted) throws IOException {
        return awaitAll(wanted).stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits for an event, and returns those before and all that came with it. */
    final List<RouteEvent> awaitAll(Predicate<RouteEvent> wanted) throws IOException {
        List<RouteEvent> all = new ArrayList<>();
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (all.stream().noneMatch(wanted)) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            assertFalse(left.isNegative(), () -> "not in " + DEADLINE + ", only " + all);
            all.addAll(watch.next(left));
        }
        return all;
    }

    static void ip(Netns namespace, String words) throws IOException {
        run(namespace, "", ("ip " + words).split(" "));
    }

    final void batch(String lines) throws IOException {
        run(here, lines, "ip", "-batch", "-");
    }

    private static void run(Netns namespace, String input, String... command) throws IOException {
        namespace.run(() -> {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
        });
    }

    static void close(AutoCloseable made) {
        try {
            made.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
