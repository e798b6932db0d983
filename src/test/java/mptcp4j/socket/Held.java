package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mptcp4j.lab.Lab;

/**
 * What this process and the kernel hold once unreachable objects are collected, with which the doors of their connections go.
 *
 * @param descriptors of sockets, pipes, selectors and the like that are open in this process
 * @param threads alive in it
 * @param client how many MPTCP sockets of each IP version are in use in the client's namespace
 * @param server how many are in the server's
 */
record Held(long descriptors, int threads, Map<String, String> client, Map<String, String> server) {
    private static final int LOOKS = 5;

    /** Returns what is held when that has not changed for a while. */
    static Held settled(Lab lab) throws Exception {
        var looks = new ArrayDeque<Held>();
        Loopback.await("settled", () -> {
            looks.addFirst(now(lab));
            return looks.size() >= LOOKS
                    && looks.stream().limit(LOOKS).distinct().count() == 1;
        });
        return looks.getFirst();
    }

    /** Waits until it is so again. */
    void awaitAgain(Lab lab) throws Exception {
        try {
            Loopback.await("held as before", () -> equals(now(lab)));
        } catch (AssertionError e) {
            assertEquals(this, now(lab));
        }
    }

    private static Held now(Lab lab) throws IOException {
        System.gc();
        int threads = Thread.getAllStackTraces().size(); // each call into a namespace is a thread
        Map<String, String> client = lab.client().call(Held::sockets);
        Map<String, String> server = lab.server().call(Held::sockets);
        return new Held(Descriptors.count(), threads, client, server);
    }

    private static Map<String, String> sockets() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/net/protocols"))) {
            return lines.map(line -> line.split(" +"))
                    .filter(words -> words[0].matches("MPTCP(v6)?"))
                    .collect(Collectors.toMap(words -> words[0], words -> words[2]));
        }
    }
}
