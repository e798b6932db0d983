package mptcp4j.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds other managers in the network namespace of the calling thread, by the names of processes. NetworkManager is none where its
 * configuration keeps it from that ({@code connection.mptcp-flags}, since 1.40).
 */
public final class Competitors {
    public static final String MPTCPD = "mptcpd";
    public static final String NETWORK_MANAGER = "NetworkManager";

    private static final Set<String> NAMES = Set.of(MPTCPD, NETWORK_MANAGER);
    private static final Pattern FLAGS = Pattern.compile("\\s*connection\\.mptcp-flags\\s*=\\s*(\\S+)\\s*");
    /** {@code NM_MPTCP_FLAGS_DISABLED} of NetworkManager's {@code nm-dbus-interface.h} is the lowest bit. */
    private static final Pattern DISABLED = Pattern.compile("(disabled|\\d*[13579]|0x[0-9a-f]*[13579bdf])(,.*)?");

    private final Path root;

    Competitors(Path root) {
        this.root = root;
    }

    /** Returns what runs, by process. @throws IOException if there is no {@code /proc} */
    public static List<Competitor> running() throws IOException {
        return new Competitors(Path.of("/")).processes();
    }

    /** Returns a line for each, with what to do about it. @throws IOException if there is no {@code /proc} */
    public static List<String> find() throws IOException {
        return new Competitors(Path.of("/")).lines();
    }

    List<String> lines() throws IOException {
        return processes().stream().map(Competitors::line).toList();
    }

    private static String line(Competitor competitor) {
        String process = competitor.name() + " (process " + competitor.pid() + ") ";
        return competitor.name().equals(MPTCPD)
                ? process + "manages the same connections: systemctl disable --now mptcp.service"
                : process + "makes endpoints, and changes rp_filter, from 1.40 on: write [connection] and"
                        + " connection.mptcp-flags=1 into /etc/NetworkManager/conf.d/mptcp.conf, and restart it";
    }

    List<Competitor> processes() throws IOException {
        Path proc = root.resolve("proc");
        List<Competitor> found = new ArrayList<>();
        Path here = Files.readSymbolicLink(proc.resolve("thread-self/ns/net"));
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                String name = name(process);
                if (NAMES.contains(name) && isIn(here, process) && manages(name)) {
                    found.add(new Competitor(
                            name, Long.parseLong(process.getFileName().toString())));
                }
            }
        }
        found.sort(Comparator.comparingLong(Competitor::pid));
        return found;
    }

    /** The kernel keeps 15 bytes of it. A process may end at any moment. */
    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Only its owner and root may see where a process is; else it may be here. */
    private static boolean isIn(Path namespace, Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/net")).equals(namespace);
        } catch (IOException e) {
            return Files.exists(process);
        }
    }

    private boolean manages(String name) throws IOException {
        return !name.equals(NETWORK_MANAGER) || !isTold();
    }

    /** In the order in which NetworkManager reads them: of what is in several files, that of the last one counts. */
    private boolean isTold() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String directory : List.of("usr/lib/NetworkManager/conf.d", "run/NetworkManager/conf.d")) {
            files.addAll(filesIn(directory));
        }
        files.add(root.resolve("etc/NetworkManager/NetworkManager.conf"));
        files.addAll(filesIn("etc/NetworkManager/conf.d"));
        String flags = "";
        for (Path file : files) {
            flags = flagsIn(file, flags);
        }
        return DISABLED.matcher(flags).matches();
    }

    private List<Path> filesIn(String directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root.resolve(directory), "*.conf")) {
            all.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static String flagsIn(Path file, String otherwise) {
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.map(FLAGS::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .reduce(otherwise, (earlier, later) -> later);
        } catch (IOException e) {
            return otherwise; // not there, or only for root: what it says is not known
        }
    }
}
