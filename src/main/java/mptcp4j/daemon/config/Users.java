package mptcp4j.daemon.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The users of this machine by name, as passwd(5) has them. Directories of users elsewhere are not asked. */
final class Users {
    static final Path FILE = Path.of("/etc/passwd");

    private static final int UID = 2;
    private final Path file;

    Users(Path file) {
        this.file = file;
    }

    /** Returns the number of a user; empty if there is none of the name, or the file cannot be read. */
    Optional<Long> uid(String name) {
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(":"))
                    .filter(fields -> fields.length > UID && fields[0].equals(name) && fields[UID].matches("\\d{1,10}"))
                    .map(fields -> Long.valueOf(fields[UID]))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // in which nobody is
        }
    }
}
