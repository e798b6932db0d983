package mptcp4j.pm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Abi;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.Netns;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's parameters of MPTCP, {@code net.mptcp.*}, of one network namespace. Names and values are the kernel's own
 * ({@code Documentation/networking/mptcp-sysctl.rst}): which there are depends on the kernel, from {@code enabled} alone in
 * 5.6. Most are read when a socket is made, so that connections that are there keep what was.
 *
 * <p>Reading is for everyone; changing needs root, or CAP_NET_ADMIN, in the user namespace that owns the network namespace.
 * Every method throws {@link LinuxException} when the kernel refuses. Immutable and thread-safe.
 */
public final class MptcpSysctls {
    private static final Path DIRECTORY = Path.of("/proc/sys/net/mptcp");
    private static final String PREFIX = "net.mptcp.";
    private static final String PRIVILEGE =
            "needs root or CAP_NET_ADMIN in the user namespace that owns the network namespace";

    /** The kernel writes at most a page. */
    private static final int LONGEST = 4096;

    private final @Nullable Path namespace;

    private MptcpSysctls(@Nullable Path namespace) {
        this.namespace = namespace;
    }

    /** Returns those of the network namespace in which the thread is that calls {@link #get} and the others. */
    public static MptcpSysctls ofThread() {
        return new MptcpSysctls(null);
    }

    /**
     * Returns those of a network namespace. It is opened again for each call: LinuxException with ENOENT if there is no such
     * file then, EINVAL if the file is no network namespace, EPERM without CAP_SYS_ADMIN there.
     *
     * @param namespace the file that stands for it, such as {@code /run/netns/NAME} or {@code /proc/PID/ns/net}
     */
    public static MptcpSysctls of(Path namespace) {
        return new MptcpSysctls(namespace);
    }

    /**
     * Returns all that this kernel has, with their values, by name.
     *
     * @throws LinuxException ENOENT if this kernel has no MPTCP
     */
    public SortedMap<String, String> all() throws IOException {
        return in(() -> {
            SortedMap<String, String> all = new TreeMap<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(DIRECTORY)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    all.put(name, read(name));
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                throw because(new LinuxException("sysctl " + PREFIX, Errno.ENOENT, "this kernel has no MPTCP"), e);
            }
            return Collections.unmodifiableSortedMap(all);
        });
    }

    /**
     * Returns a value, without the end of its line.
     *
     * @param name such as {@code enabled}
     * @throws LinuxException ENOENT if this kernel has no parameter of that name
     */
    public String get(String name) throws IOException {
        requireName("sysctl " + PREFIX + name, name);
        return in(() -> read(name));
    }

    /**
     * Sets a value.
     *
     * <table>
     * <caption>The kernel refuses with</caption>
     * <tr><td>ENOENT<td>it has no parameter of that name; or no scheduler, or path manager, of that value
     * <tr><td>EACCES<td>"it can only be read"; or the caller is neither root nor has CAP_NET_ADMIN there
     * <tr><td>EINVAL<td>it cannot be that value
     * </table>
     *
     * @param name such as {@code enabled}
     * @param value as the kernel writes it
     */
    public void set(String name, String value) throws IOException {
        String operation = "sysctl " + PREFIX + name + "=" + value;
        requireName(operation, name);
        in(() -> {
            write(operation, name, value);
            return Boolean.TRUE;
        });
    }

    private <T> T in(Callable<T> task) throws IOException {
        if (namespace != null) {
            try (Netns netns = Netns.open(namespace.toString())) {
                return netns.call(task);
            }
        }
        try {
            return task.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /**
     * The files below {@code /proc/sys/net} are those of the namespace of the thread that opens them. Where one is read in parts,
     * the kernel gives the first part of a number and then says that this is all.
     */
    private static String read(String name) throws IOException {
        byte[] buffer = new byte[LONGEST];
        try (InputStream in = Files.newInputStream(DIRECTORY.resolve(name))) {
            int length = Math.max(in.read(buffer), 0);
            return new String(buffer, 0, length, StandardCharsets.UTF_8).stripTrailing();
        } catch (NoSuchFileException e) {
            throw because(unknown("sysctl " + PREFIX + name), e);
        }
    }

    private static void write(String operation, String name, String value) throws IOException {
        Libc libc = Libc.get();
        int opened = libc.open(DIRECTORY.resolve(name).toString(), Abi.O_WRONLY | Abi.O_CLOEXEC);
        if (opened == -Errno.ENOENT.number()) {
            throw unknown(operation);
        }
        if (opened == -Errno.EACCES.number()) {
            throw new LinuxException(operation, Errno.EACCES, isReadOnly(name) ? "it can only be read" : PRIVILEGE);
        }
        try (Fd file = Fd.of(operation, opened)) {
            int written = libc.write(file.number(), value.getBytes(StandardCharsets.UTF_8));
            if (written == -Errno.ENOENT.number()) {
                throw new LinuxException(operation, Errno.ENOENT, "there is none of that name" + others(name));
            }
            Fd.check(operation, written);
        }
    }

    private static boolean isReadOnly(String name) throws IOException {
        return !Files.getPosixFilePermissions(DIRECTORY.resolve(name)).contains(PosixFilePermission.OWNER_WRITE);
    }

    /** {@code available_schedulers} lists what {@code scheduler} may be, on kernels newer than the latter. */
    private static String others(String name) throws IOException {
        String list = "available_" + name + "s";
        return Files.exists(DIRECTORY.resolve(list)) ? ": there is " + read(list) : "";
    }

    /** What is no name of a file would lead out of the directory. */
    private static void requireName(String operation, String name) throws LinuxException {
        if (!name.matches("\\w+")) {
            throw unknown(operation);
        }
    }

    private static LinuxException unknown(String operation) {
        return new LinuxException(operation, Errno.ENOENT, "this kernel has no such parameter");
    }

    private static LinuxException because(LinuxException failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }
}
