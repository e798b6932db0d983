package mptcp4j.diag;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The paths of control groups (version 2) by their ids, which are the inodes of their directories. Looks into the file system
 * when it is first asked for an id, as far as it has to; one that was made since is not found. Thread-safe.
 */
public final class Cgroups {
    private static final String MOUNTS = "/proc/self/mounts";
    private static final int LINKS_OF_A_LEAF = 2;

    private final Path root;
    private final Map<Long, String> paths = new HashMap<>();
    private final Deque<Path> unseen = new ArrayDeque<>();

    Cgroups(Path root) {
        this.root = root;
        unseen.add(root);
    }

    /**
     * Returns those that this process sees; none where cgroup2 is not mounted.
     *
     * @throws IOException if there is no {@code /proc}
     */
    public static Optional<Cgroups> open() throws IOException {
        for (String mount : Files.readAllLines(Path.of(MOUNTS))) {
            String[] words = mount.split(" ");
            if (words[2].equals("cgroup2")) {
                return Optional.of(new Cgroups(Path.of(words[1])));
            }
        }
        return Optional.empty();
    }

    /** Returns such as {@code /system.slice/nginx.service}; {@code /} is the root that this process sees. */
    public synchronized Optional<String> path(long id) {
        while (!paths.containsKey(id) && !unseen.isEmpty()) {
            visit(unseen.remove());
        }
        return Optional.ofNullable(paths.get(id));
    }

    /** A directory's links are itself, its name and those below it: in one without any, nothing has to be listed. */
    private void visit(Path directory) {
        try {
            paths.put((Long) Files.getAttribute(directory, "unix:ino"), "/" + root.relativize(directory));
            if ((Integer) Files.getAttribute(directory, "unix:nlink") > LINKS_OF_A_LEAF) {
                queueBelow(directory);
            }
        } catch (IOException e) {
            return; // removed meanwhile, or not to be looked at: its id stays unknown
        }
    }

    private void queueBelow(Path directory) {
        File[] below = directory.toFile().listFiles(File::isDirectory);
        if (below != null) {
            for (File group : below) {
                unseen.add(group.toPath());
            }
        }
    }
}
