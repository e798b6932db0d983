package mptcp4j.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import mptcp4j.cli.words.UsageException;
import org.jspecify.annotations.Nullable;

/** Where the report goes. */
final class ReportFile {
    private static final String NAME = "mptcp4j-demo";

    /** A file, or the directory for a new one. */
    private final Path place;

    private final boolean named;

    private ReportFile(Path place, boolean named) {
        this.place = place.toAbsolutePath().normalize();
        this.named = named;
    }

    /**
     * Finds out before the experiments whether it can be written after them.
     *
     * @param wanted by the user; null for a new file in the current directory, or in that for temporary files where the
     *     current one cannot be written
     * @throws UsageException if nothing can be written there
     */
    static ReportFile of(@Nullable Path wanted) {
        return wanted == null
                ? in(List.of(Path.of(""), Path.of(System.getProperty("java.io.tmpdir"))))
                : at(new ReportFile(wanted, true));
    }

    /** Returns a new file in the first of the directories in which there can be one. */
    static ReportFile in(List<Path> directories) {
        return directories.stream()
                .map(directory -> new ReportFile(directory, false))
                .filter(ReportFile::canBeWritten)
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "cannot write a report in any of " + directories + ": --report says where it shall go"));
    }

    /** Writes it and returns its absolute path. */
    Path write(String page) throws IOException {
        return named ? Files.writeString(place, page) : writeNew(page);
    }

    private static ReportFile at(ReportFile file) {
        if (!file.canBeWritten()) {
            throw new UsageException("--report: cannot write a file " + file.place);
        }
        return file;
    }

    /** Tries it, as root may write everywhere, but not create. Leaves what is there as it is: the experiments may fail. */
    private boolean canBeWritten() {
        try {
            if (!named) {
                Files.delete(writeNew(""));
            } else if (Files.exists(place)) {
                Files.newByteChannel(place, StandardOpenOption.WRITE).close();
            } else {
                Files.delete(Files.createFile(place));
            }
            return true;
        } catch (IOException e) {
            return false; // whatever the reason is, the user has to name another place
        }
    }

    /** The kernel decides which name is free, so that not even another demo at the same time is overwritten. */
    private Path writeNew(String page) throws IOException {
        int number = 1;
        while (true) {
            Path file = place.resolve(number == 1 ? NAME + ".html" : NAME + "-" + number + ".html");
            try {
                return Files.writeString(file, page, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                number++; // it is the report of an earlier demo, or somebody's own file
            }
        }
    }
}
