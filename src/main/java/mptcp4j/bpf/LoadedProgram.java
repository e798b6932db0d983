package mptcp4j.bpf;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libbpf;

/**
 * The program in the kernel.
 *
 * @param object of libbpf, which owns the map
 * @param link of libbpf
 * @param linkDescriptor what iterators are made from
 * @param map where the request goes
 */
record LoadedProgram(long object, long link, int linkDescriptor, int map) {
    private static final String RESOURCE = "subflow_option.bpf.o";
    private static final String PROGRAM = "subflow_option";
    private static final String MAP = "requests";

    /** Room for the verifier's whole account of the program: one that it cannot finish is an error of its own, ENOSPC. */
    private static final int LOG_SIZE = 1 << 18;

    static LoadedProgram load(Libbpf libbpf) throws IOException {
        long object = check("bpf_object__open_mem", libbpf.openObject(elf()));
        boolean loaded = false;
        try {
            long program = check("bpf_object__find_program_by_name", libbpf.findProgram(object, PROGRAM));
            hand(libbpf, object, program);
            int map = Fd.check("bpf_object__find_map_fd_by_name", libbpf.findMap(object, MAP));
            long link = check("bpf_program__attach_iter", libbpf.attachIterator(program));
            loaded = true;
            return new LoadedProgram(object, link, libbpf.linkDescriptor(link), map);
        } finally {
            if (!loaded) {
                libbpf.closeObject(object);
            }
        }
    }

    private static byte[] elf() throws IOException {
        try (var in = LoadedProgram.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("the jar is not whole: it has no " + RESOURCE);
            }
            return in.readAllBytes();
        }
    }

    private static void hand(Libbpf libbpf, long object, long program) throws IOException {
        ByteBuffer log = ByteBuffer.allocateDirect(LOG_SIZE);
        try {
            Fd.check("bpf_program__set_log_buf", libbpf.setLog(program, log));
            int result = libbpf.loadObject(object);
            if (result < 0) {
                throw Refusal.of(new Errno(-result), log);
            }
        } finally {
            Reference.reachabilityFence(log);
        }
    }

    private static long check(String operation, long result) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(operation, new Errno((int) -result));
        }
        return result;
    }

    void unload(Libbpf libbpf) {
        libbpf.destroyLink(link);
        libbpf.closeObject(object);
    }
}
