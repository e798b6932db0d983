package mptcp4j.bpf;

import static mptcp4j.linux.Abi.AF_INET6;
import static mptcp4j.linux.Abi.IPPROTO_IP;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.bpf.Request.Answer;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libbpf;
import mptcp4j.linux.Libc;
import org.jspecify.annotations.Nullable;

/**
 * Gets and sets socket options of one live subflow, by {@code bpf_getsockopt} and {@code bpf_setsockopt}, which know fewer of them
 * than {@code setsockopt(2)} does. Each call walks all TCP sockets of the network namespace that the calling thread is in; a
 * subflow in another one is not found. The kernel locks each socket for a moment as it passes.
 *
 * <p>Needs Linux 6.1 with type information (BTF), libbpf 1.0, and CAP_BPF and CAP_PERFMON in the first user namespace. The rights
 * are asked for when this is opened, and not afterwards. Thread-safe; calls of one object wait for each other, as they share the
 * place for the request. Source: {@code sol_socket_sockopt} and its neighbours in {@code net/core/filter.c}, and
 * {@code bpf_iter_tcp_seq_show} in {@code net/ipv4/tcp_ipv4.c}.
 */
public final class LiveOptions implements Closeable {
    private static final byte[] ONLY = new byte[Integer.BYTES];

    private final Libbpf libbpf;
    private final LoadedProgram program;
    private boolean closed;

    private LiveOptions(Libbpf libbpf, LoadedProgram program) {
        this.libbpf = libbpf;
        this.program = program;
    }

    /**
     * Loads the program into the kernel, which takes some milliseconds: keep it.
     *
     * @throws LinuxException EPERM where the right to do so is missing, ENOSYS where the kernel or the library is; the detail
     *     says which. Else what the kernel says, in the words of its verifier
     */
    public static LiveOptions open() throws IOException {
        Libbpf libbpf = Libbpf.get();
        return new LiveOptions(libbpf, LoadedProgram.load(libbpf));
    }

    /**
     * Reads an option.
     *
     * @param level such as SOL_SOCKET
     * @param name the option of that level
     * @param length bytes of its value, from 1 to 64: 4 of a number, 16 of a name
     * @throws LinuxException ESRCH if there is no such subflow in the namespace; EINVAL if BPF knows no such option, or not of
     *     that length; else what the kernel says
     */
    public byte[] get(SubflowSocket subflow, int level, int name, int length) throws IOException {
        return ask("bpf_getsockopt", subflow, Request.GET, level, name, new byte[length]);
    }

    /**
     * Sets an option. Who sets the same option on the connection later, sets it on all its subflows.
     *
     * @param level such as SOL_SOCKET
     * @param name the option of that level
     * @param value from 1 to 64 bytes: 4 of a number, which is in the byte order of the machine, or a name
     * @throws LinuxException ESRCH if there is no such subflow in the namespace; EINVAL if BPF knows no such option, or the option no
     *     such value; else what the kernel says
     */
    public void set(SubflowSocket subflow, int level, int name, byte[] value) throws IOException {
        ask("bpf_setsockopt", subflow, Request.SET, level, name, value);
    }

    /**
     * Returns the index of the link that the subflow is bound to, 0 for none. BPF sets SO_BINDTODEVICE, but does not read it.
     *
     * @throws LinuxException ESRCH if there is no such subflow in the namespace
     */
    public int boundInterface(SubflowSocket subflow) throws IOException {
        return number(ask("bound interface", subflow, Request.GET_INTERFACE, 0, 0, new byte[Integer.BYTES]));
    }

    /**
     * Returns the TOS byte of packets over IPv4. The {@code bpf_getsockopt} of older kernels reads it of AF_INET
     * sockets only, this of those of AF_INET6 that speak IPv4, too.
     *
     * @throws LinuxException ESRCH if there is no such subflow in the namespace
     */
    public int typeOfService(SubflowSocket subflow) throws IOException {
        return number(ask("TOS", subflow, Request.GET_TOS, 0, 0, new byte[Integer.BYTES]));
    }

    private static int number(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
    }

    private byte[] ask(String operation, SubflowSocket subflow, int action, int level, int name, byte[] value)
            throws IOException {
        Answer answer = exchange(Request.encode(subflow, action, level, name, value));
        if (!answer.matched()) {
            throw new LinuxException(operation, Errno.ESRCH, "no subflow in this network namespace from " + subflow);
        }
        if (answer.error() != 0) {
            throw new LinuxException(
                    operation + "(" + level + ", " + name + ")",
                    new Errno(answer.error()),
                    advice(answer, level, name));
        }
        return answer.value();
    }

    /** To the BPF of Linux 6.1, a socket of AF_INET6 has no options of IPv4; 6.18 looks at what it speaks. */
    private static @Nullable String advice(Answer answer, int level, int name) {
        boolean otherFamily = level == IPPROTO_IP && answer.family() == AF_INET6;
        return otherFamily && answer.error() == Errno.EINVAL.number()
                ? "the subflow's socket is of AF_INET6, of which this kernel's BPF has no option " + name
                        + " of IPv4, even where it speaks IPv4"
                : null;
    }

    private synchronized Answer exchange(byte[] request) throws IOException {
        if (closed) {
            throw new LinuxException("use of closed live options", Errno.EBADF);
        }
        Fd.check("bpf_map_update_elem", libbpf.updateElement(program.map(), ONLY, request));
        try (Fd iterator = Fd.of("bpf_iter_create", libbpf.createIterator(program.linkDescriptor()))) {
            runToTheEnd(iterator);
        }
        byte[] answer = new byte[request.length];
        Fd.check("bpf_map_lookup_elem", libbpf.lookupElement(program.map(), ONLY, answer));
        return Answer.decode(answer);
    }

    /** The program shows nothing, so the first thing to read is the end. The kernel says EAGAIN after a million sockets. */
    private static void runToTheEnd(Fd iterator) throws IOException {
        byte[] shown = new byte[1];
        int result;
        do {
            result = Libc.get().read(iterator.number(), shown);
        } while (result == -Errno.EAGAIN.number());
        Fd.check("iterate over TCP sockets", result);
    }

    /** Takes the program out of the kernel. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            program.unload(libbpf);
        }
    }
}
