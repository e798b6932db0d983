package mptcp4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the kernel says of a process. */
final class ProcessFigures {
    /** In these the kernel counts for programs (USER_HZ), whatever its own clock does. */
    private static final long TICKS_PER_SECOND = 100;
    /** From the third field on, which follows the name. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    private static final String GENERIC_NETLINK = "16";
    private static final int PROTOCOL = 1;
    private static final int GROUPS = 3;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Path directory;

    ProcessFigures(long pid) {
        directory = Path.of("/proc", Long.toString(pid));
    }

    /** Returns how long processors were its own, those of threads that have ended too: to within a hundredth of a second. */
    long cpuNanos() throws IOException {
        String line = Files.readString(directory.resolve("stat"));
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        long ticks = Math.addExact(Long.parseLong(fields[USER_TICKS]), Long.parseLong(fields[SYSTEM_TICKS]));
        return TimeUnit.SECONDS.toNanos(ticks) / TICKS_PER_SECOND;
    }

    /** Returns how much memory it has, what it shares with others included. */
    long residentKiB() throws IOException {
        try (var lines = Files.lines(directory.resolve("status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    /**
     * Waits until a process listens.
     *
     * @throws IOException if it ended instead, or takes too long
     */
    static void awaitListening(String name, Process process) throws IOException {
        var figures = new ProcessFigures(process.pid());
        long since = System.nanoTime();
        while (!process.isAlive() || !figures.listens()) {
            if (!process.isAlive() || System.nanoTime() - since > PATIENCE_NANOS) {
                throw new IOException(name + " does not listen");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Whether somebody in its namespace listens to a group of generic netlink, as path managers do. */
    private boolean listens() throws IOException {
        return Files.readAllLines(directory.resolve("net/netlink")).stream()
                .map(line -> line.strip().split("\\s+"))
                .anyMatch(fields -> fields[PROTOCOL].equals(GENERIC_NETLINK) && !fields[GROUPS].matches("0+"));
    }
}
