package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Libbpf} does, asked of the real one with the program that is in the jar. */
abstract class LibbpfContract {
    private static final byte[] ONLY = new byte[4];
    private static final int VALUE_SIZE = 136;
    private static final int LOG_SIZE = 4096;

    private Libbpf libbpf;
    private byte[] elf;
    private long object;

    abstract Libbpf libbpf() throws LinuxException;

    @BeforeEach
    void loadLibrary() throws IOException {
        try {
            libbpf = libbpf();
        } catch (LinuxException e) {
            Requires.that(false, "needs libbpf: " + e.getMessage());
        }
        try (var in = Libbpf.class.getResourceAsStream("/mptcp4j/bpf/subflow_option.bpf.o")) {
            elf = in.readAllBytes();
        }
    }

    @AfterEach
    void closeObject() {
        if (object > 0) {
            libbpf.closeObject(object);
        }
    }

    @Test
    void aRefusalIsMinusErrno() {
        assertEquals(-Errno.EINVAL.number(), libbpf.openObject(new byte[0]));
        assertTrue(libbpf.openObject(Arrays.copyOf(elf, 100)) < 0);
        object = libbpf.openObject(elf);
        assertEquals(-Errno.ENOENT.number(), libbpf.findProgram(object, "no_such_program"));
        assertTrue(libbpf.findMap(object, "no_such_map") < 0);
        assertEquals(-Errno.EBADF.number(), libbpf.createIterator(-1));
        assertEquals(-Errno.EBADF.number(), libbpf.updateElement(-1, ONLY, new byte[VALUE_SIZE]));
        assertEquals(-Errno.EBADF.number(), libbpf.lookupElement(-1, ONLY, new byte[VALUE_SIZE]));
    }

    @Test
    void opensAnObjectAndFindsWhatIsInIt() {
        object = libbpf.openObject(elf);
        assertTrue(object > 0);
        assertTrue(libbpf.findProgram(object, "subflow_option") > 0);
    }

    @Test
    void loadsAProgramAndRunsIt() throws IOException {
        BpfRights.require();
        object = libbpf.openObject(elf);
        long program = libbpf.findProgram(object, "subflow_option");
        ByteBuffer log = ByteBuffer.allocateDirect(LOG_SIZE);
        assertEquals(0, libbpf.setLog(program, log));
        assertEquals(0, libbpf.loadObject(object), () -> text(log));
        int map = libbpf.findMap(object, "requests");
        assertTrue(map > 0);

        byte[] request = new byte[VALUE_SIZE];
        Arrays.fill(request, (byte) 1);
        Arrays.fill(request, 60, 64, (byte) 0); // matched
        assertEquals(0, libbpf.updateElement(map, ONLY, request));
        long link = libbpf.attachIterator(program);
        assertTrue(link > 0);
        int descriptor = libbpf.linkDescriptor(link);
        assertTrue(descriptor > 0);
        try (Fd iterator = Fd.of("iterate", libbpf.createIterator(descriptor))) {
            assertEquals(0, Libc.get().read(iterator.number(), new byte[1]), "shows nothing");
        }
        byte[] answer = new byte[VALUE_SIZE];
        assertEquals(0, libbpf.lookupElement(map, ONLY, answer));
        assertArrayEquals(request, answer, "there is no such socket");
        byte[] other = {1, 0, 0, 0};
        assertEquals(-Errno.ENOENT.number(), libbpf.lookupElement(map, other, answer), "the map has one element");
        assertEquals(0, libbpf.destroyLink(link));
    }

    private static String text(ByteBuffer log) {
        return StandardCharsets.UTF_8.decode(log.duplicate().clear()).toString();
    }
}
