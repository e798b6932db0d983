package mptcp4j.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Counts the descriptors of this process. Files do not count: the class path is opened as classes are needed. */
final class Descriptors {
    private static final int LOOKS = 3;

    private Descriptors() {}

    static long count() throws IOException {
        return Arrays.stream(OpenDescriptors.list())
                .mapToObj(fd -> Path.of("/proc/self/fd/" + fd))
                .filter(fd -> !Files.isRegularFile(fd) && !Files.isDirectory(fd))
                .filter(fd -> Files.exists(fd, LinkOption.NOFOLLOW_LINKS))
                .count();
    }

    /** Returns how many there are once the collector finds nothing more: other tests have left it connections, too. */
    static long settled() throws IOException {
        long count = collected();
        for (int same = 1; same < LOOKS; same++) {
            long next = collected();
            same = next == count ? same : 0;
            count = next;
        }
        return count;
    }

    /** The cleaner runs on a thread of its own after the collector. */
    private static long collected() throws IOException {
        System.gc();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        return count();
    }
}
