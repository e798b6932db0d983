package mptcp4j.linux;

import java.nio.ByteBuffer;
import mptcp4j.LinuxException;

/**
 * The calls of libbpf that we make, which loads programs into the kernel. As with {@link Libc}, each returns what the call
 * returned, or {@code -errno}; an implementation retries nothing and logs nothing, and keeps libbpf from printing, too, for
 * the whole process. Implementations are thread-safe, an object of libbpf is not.
 *
 * <p>Objects, programs and links are addresses, always positive, and belong to who made them. After {@link #closeObject} its
 * programs and maps are gone.
 */
public interface Libbpf {
    /** The file name of the library, version 1.0 or later. */
    String SONAME = "libbpf.so.1";

    /**
     * Returns the implementation of the backend in use, which loads the library when this is first called.
     *
     * @throws LinuxException ENOSYS if the library is not there, or lacks a function
     * @throws Error as {@link Libc#get}
     */
    static Libbpf get() throws LinuxException {
        return LibbpfAttempt.ofThisProcess().libbpf();
    }

    /** {@code bpf_object__open_mem}: reads a program of these bytes, an ELF file. Returns an object. */
    long openObject(byte[] elf);

    /** {@code bpf_object__find_program_by_name}. Returns a program. */
    long findProgram(long object, String name);

    /**
     * {@code bpf_program__set_log_buf}: where the kernel's verifier shall say, as text that ends with a zero, why it refuses the
     * program.
     *
     * @param log a direct one, which must be reachable until the object is loaded
     */
    int setLog(long program, ByteBuffer log);

    /** {@code bpf_object__load}: makes the maps, and hands the programs to the kernel. Returns 0. */
    int loadObject(long object);

    /** {@code bpf_object__find_map_fd_by_name}, of a loaded object. Returns a descriptor that the object owns. */
    int findMap(long object, String name);

    /** {@code bpf_program__attach_iter}. Returns a link. */
    long attachIterator(long program);

    /** {@code bpf_link__fd}. Returns a descriptor that the link owns. */
    int linkDescriptor(long link);

    /** {@code bpf_iter_create}. Returns a new descriptor; to read from it runs the program, in the namespaces of this thread. */
    int createIterator(int linkDescriptor);

    /** {@code bpf_map_update_elem} with whole arrays, of the sizes that the map has. Returns 0. */
    int updateElement(int map, byte[] key, byte[] value);

    /** {@code bpf_map_lookup_elem} into the whole array, of the size that the map has. Returns 0. */
    int lookupElement(int map, byte[] key, byte[] value);

    /** {@code bpf_link__destroy}. Returns 0. */
    int destroyLink(long link);

    /** {@code bpf_object__close}. */
    void closeObject(long object);
}
