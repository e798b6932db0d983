package mptcp4j.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExaminationTest {
    /** Of a parameter that can only be written, not even root reads the file. */
    private static final Path UNREADABLE = Path.of("/proc/sys/net/ipv4/route/flush");

    @TempDir
    private Path conf;

    @BeforeEach
    void writeFilters() throws IOException {
        write("all", "0");
        write("eth0", "1");
        write("eth1", "2");
    }

    @Test
    void theLargerFilterCounts() throws IOException {
        assertEquals(Optional.of(List.of("eth0")), strict("eth0", "eth1"));
        write("all", "1");
        assertEquals(Optional.of(List.of("eth0", "gone")), strict("eth0", "eth1", "gone"));
    }

    @Test
    void filtersThatAreNotShownAreUnknown() throws IOException {
        Files.delete(conf.resolve("all/rp_filter"));
        assertEquals(Optional.empty(), strict("eth0"));
    }

    @Test
    void filtersThatMayNotBeReadAreUnknown() throws IOException {
        Files.delete(conf.resolve("eth0/rp_filter"));
        Files.createSymbolicLink(conf.resolve("eth0/rp_filter"), UNREADABLE);
        assertEquals(Optional.empty(), strict("eth0"));
    }

    @Test
    void whatIsAbsentIsEmptyAndWhatElseIsRefusedIsAFailure() throws IOException {
        assertEquals(Map.of("enabled", "1"), Examination.unlessAbsent(Errno.ENOENT, () -> Map.of("enabled", "1")));
        assertEquals(Map.of(), Examination.unlessAbsent(Errno.ENOENT, () -> refuse(Errno.ENOENT)));
        LinuxException e = assertThrows(
                LinuxException.class, () -> Examination.unlessAbsent(Errno.ENOENT, () -> refuse(Errno.EPROTO)));
        assertEquals(Errno.EPROTO, e.errno());
    }

    private static Map<String, String> refuse(Errno errno) throws LinuxException {
        throw new LinuxException("sysctl", errno, "no");
    }

    private Optional<List<String>> strict(String... links) throws IOException {
        return StrictLinks.among(List.of(links), conf);
    }

    private void write(String link, String value) throws IOException {
        Path directory = Files.createDirectories(conf.resolve(link));
        Files.writeString(directory.resolve("rp_filter"), value + "\n");
    }
}
