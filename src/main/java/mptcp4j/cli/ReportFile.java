package mptcp4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the report goes. */
final class ReportFile {
    private final @Nullable Path wanted;

    private ReportFile(@Nullable Path wanted) {
        this.wanted = wanted;
    }

    /**
     * Finds out before the experiments whether it can be written after them.
     *
     * @param wanted by the user; null for a new file in the directory for temporary files
     * @throws UsageException if nothing can be written there
     */
    static ReportFile of(@Nullable Path wanted) {
        if (wanted == null) {
            return new ReportFile(null);
        }
        Path path = wanted.toAbsolutePath().normalize();
        Path directory = path.getParent();
        boolean fits = Files.exists(path)
                ? Files.isRegularFile(path) && Files.isWritable(path)
                : directory != null && Files.isDirectory(directory) && Files.isWritable(directory);
        if (!fits) {
            throw new UsageException("--report: cannot write a file " + path);
        }
        return new ReportFile(path);
    }

    /** Writes it and returns its absolute path. */
    Path write(String page) throws IOException {
        Path path = wanted == null ? Files.createTempFile("mptcp4j-demo-", ".html") : wanted;
        return Files.writeString(path, page);
    }
}
