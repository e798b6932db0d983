package mptcp4j.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.route.Rtnetlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whether namespaces are gone. For each a veth pair is made with one end in it and the other, the witness, in a namespace
 * of the test: the kernel removes both when it frees the namespace.
 */
class LeftoversKernelIT {
    private static final int NAMESPACES_OF_A_LAB = 3;

    private Netns here;
    private Rtnetlink rtnetlink;

    @BeforeEach
    void makeANamespace() throws IOException {
        Requires.namespaces();
        here = Netns.create();
        rtnetlink = here.call(Rtnetlink::open);
    }

    @AfterEach
    void closeIt() {
        if (rtnetlink != null) {
            rtnetlink.close();
        }
        if (here != null) {
            here.close();
        }
    }

    @Test
    void aKilledJvmLeavesNothing() throws IOException, InterruptedException {
        Process child = ChildJvm.of(List.of(), System.getProperty("java.class.path"), "forever")
                .start();
        List<String> witnesses;
        try (BufferedReader out = child.inputReader()) {
            assertEquals(ChildLab.READY, out.readLine());
            witnesses = witnessesOf(child);
            for (String witness : witnesses) {
                assertEquals(witness, rtnetlink.link(witness).name());
            }
        } finally {
            child.destroyForcibly();
        }
        assertEquals(128 + 9, child.waitFor(), "killed, as nothing else ends it");
        assertGone(witnesses);
    }

    @Test
    void aClosedLabLeavesNothing() throws IOException {
        Lab lab = Lab.of(Topology.twoHosts(2));
        rtnetlink.addVeth("w0", "witness", lab.client().namespace().fd().number());
        rtnetlink.addVeth("w1", "witness", lab.server().namespace().fd().number());
        lab.close();
        assertGone(List.of("w0", "w1"));
    }

    @Test
    void aLabClosedByAnInterruptedThreadLeavesNothing() throws IOException {
        Lab lab = Lab.of(Topology.twoHosts(2));
        rtnetlink.addVeth("w0", "witness", lab.client().namespace().fd().number());
        Thread.currentThread().interrupt();
        lab.close();
        assertTrue(Thread.interrupted(), "interrupted still");
        assertGone(List.of("w0"));
    }

    @Test
    void aLabThatCannotBeBuiltLeavesNothing() throws IOException {
        long before = openNamespaces();
        Topology queueTooLarge = Topology.twoHosts(2).path(1, path -> path.rate(Rate.gbit(1000)));
        assertThrows(IllegalArgumentException.class, () -> Lab.of(queueTooLarge));
        assertEquals(before, openNamespaces());
    }

    private void assertGone(List<String> witnesses) throws IOException {
        for (String witness : witnesses) {
            Await.until(witness + " vanishes", () -> !exists(witness));
        }
    }

    private boolean exists(String link) throws IOException {
        try {
            rtnetlink.link(link);
            return true;
        } catch (LinuxException e) {
            assertEquals(Errno.ENODEV, e.errno());
            return false;
        }
    }

    /** The child's first laboratory is the one whose descriptors are the lowest; those that it builds later come and go. */
    private List<String> witnessesOf(Process child) throws IOException {
        List<String> witnesses = new ArrayList<>();
        for (Path descriptor : namespaceDescriptors(child.pid()).subList(0, NAMESPACES_OF_A_LAB)) {
            try (Netns namespace = Netns.open(descriptor.toString())) {
                String witness = "w" + witnesses.size();
                rtnetlink.addVeth(witness, "witness", namespace.fd().number());
                witnesses.add(witness);
            }
        }
        return witnesses;
    }

    private static long openNamespaces() throws IOException {
        return namespaceDescriptors(ProcessHandle.current().pid()).size();
    }

    private static List<Path> namespaceDescriptors(long process) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + process + "/fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                if (target(descriptor).startsWith("net:[")) {
                    found.add(descriptor);
                }
            }
        }
        found.sort((a, b) -> Integer.compare(number(a), number(b)));
        return found;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "closed meanwhile";
        }
    }

    private static int number(Path descriptor) {
        return Integer.parseInt(descriptor.getFileName().toString());
    }
}
