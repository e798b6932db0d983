package mptcp4j.diag;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which processes have sockets open: one walk through {@code /proc}, which costs some microseconds for each descriptor of
 * the machine. A process of another user is seen only with CAP_SYS_PTRACE over it, one of another pid namespace only where
 * that is below the asking one. Immutable.
 */
public final class Owners {
    private static final String SOCKET = "socket:[";
    private static final String PID = "[1-9][0-9]*";

    private final Map<Long, List<Owner>> byInode = new HashMap<>();

    private Owners() {}

    /**
     * Looks who has any of these sockets.
     *
     * @throws IOException if there is no {@code /proc}
     */
    public static Owners find(Collection<SocketIdentity> sockets) throws IOException {
        return find(sockets, Path.of("/proc"));
    }

    static Owners find(Collection<SocketIdentity> sockets, Path proc) throws IOException {
        var owners = new Owners();
        for (SocketIdentity socket : sockets) {
            if (socket.inode() != 0) {
                owners.byInode.putIfAbsent(socket.inode(), new ArrayList<>(1));
            }
        }
        if (!owners.byInode.isEmpty()) {
            owners.look(proc);
        }
        return owners;
    }

    /**
     * Returns the processes that had a socket open, lowest pid first: more than one after a fork, none where the inode is 0 or
     * the owner is hidden from the asking process.
     *
     * @param socket one of those that were looked for
     */
    public List<Owner> of(SocketIdentity socket) {
        return List.copyOf(byInode.getOrDefault(socket.inode(), List.of()));
    }

    private void look(Path proc) throws IOException {
        File[] processes = proc.toFile().listFiles((directory, name) -> name.matches(PID));
        if (processes == null) {
            throw new NotDirectoryException(proc.toString());
        }
        for (File process : processes) {
            lookAt(process);
        }
        byInode.values().forEach(owners -> owners.sort(Comparator.comparingLong(Owner::pid)));
    }

    /** A process that ended meanwhile, and one that may not be looked at, has no descriptors to show. */
    private void lookAt(File process) {
        String[] descriptors = new File(process, "fd").list();
        if (descriptors == null) {
            return;
        }
        Map<Long, Integer> lowest = new HashMap<>();
        for (String descriptor : descriptors) {
            long inode = inode(process.toPath().resolve("fd").resolve(descriptor));
            if (byInode.containsKey(inode)) {
                lowest.merge(inode, Integer.parseInt(descriptor), Math::min);
            }
        }
        if (!lowest.isEmpty()) {
            long pid = Long.parseLong(process.getName());
            String command = command(process);
            lowest.forEach((inode, number) ->
                    byInode.computeIfAbsent(inode, wanted -> new ArrayList<>(1)).add(new Owner(pid, number, command)));
        }
    }

    /** Returns the inode of a socket, 0 for anything else. */
    private static long inode(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            boolean socket = target.startsWith(SOCKET);
            return socket ? Long.parseLong(target, SOCKET.length(), target.length() - 1, 10) : 0;
        } catch (IOException e) {
            return 0; // closed meanwhile
        }
    }

    private static String command(File process) {
        try {
            return Files.readString(process.toPath().resolve("comm")).stripTrailing();
        } catch (IOException e) {
            return ""; // ended meanwhile, or no UTF-8
        }
    }
}
