package mptcp4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        try {
            tryToWrite(path);
        } catch (IOException e) {
            throw new UsageException("--report: cannot write a file " + path);
        }
        return new ReportFile(path);
    }

    /** Leaves a file that is there as it is: the experiments may fail. Root may write everywhere, but not create. */
    private static void tryToWrite(Path path) throws IOException {
        boolean existed = Files.exists(path);
        Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .close();
        if (!existed) {
            Files.delete(path);
        }
    }

    /** Writes it and returns its absolute path. */
    Path write(String page) throws IOException {
        Path path = wanted == null ? Files.createTempFile("mptcp4j-demo-", ".html") : wanted;
        return Files.writeString(path, page);
    }
}
