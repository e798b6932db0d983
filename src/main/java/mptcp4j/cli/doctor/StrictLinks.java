package mptcp4j.cli.doctor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds links with a strict {@code rp_filter}. */
final class StrictLinks {
    private static final String FILE = "rp_filter";
    private static final String STRICT = "1";

    private StrictLinks() {}

    /**
     * Returns those of these links, by the larger of the value for all links and that of the one, as the kernel does; empty
     * where the values may not be read, or nobody shows them: a container may lack that part of {@code /proc}.
     *
     * @param directory {@code /proc/sys/net/ipv4/conf}
     */
    static Optional<List<String>> among(List<String> links, Path directory) throws IOException {
        List<String> strict = new ArrayList<>();
        try {
            String all =
                    Files.readString(directory.resolve("all").resolve(FILE)).strip();
            for (String link : links) {
                String own = own(directory.resolve(link).resolve(FILE));
                if ((own.compareTo(all) > 0 ? own : all).equals(STRICT)) {
                    strict.add(link);
                }
            }
            return Optional.of(strict);
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Optional.empty();
        }
    }

    /** A link that is gone meanwhile filters nothing of its own. */
    private static String own(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }
}
