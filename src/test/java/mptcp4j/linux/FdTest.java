package mptcp4j.linux;

import static mptcp4j.linux.Abi.FD_CLOEXEC;
import static mptcp4j.linux.Abi.F_DUPFD_CLOEXEC;
import static mptcp4j.linux.Abi.F_GETFD;
import static mptcp4j.linux.Abi.O_CLOEXEC;
import static mptcp4j.linux.Abi.O_RDONLY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.Test;

class FdTest {
    @Test
    void closesOnceAndNeverAStranger() throws IOException {
        try (Fd kept = openNull()) {
            Fd fd = openNull();
            int number = fd.number();
            fd.close();
            int stranger = Libc.get().fcntl(kept.number(), F_DUPFD_CLOEXEC, number);
            assertEquals(number, stranger, "the kernel gives the lowest free number");
            fd.close();
            assertEquals(FD_CLOEXEC, Libc.get().fcntl(stranger, F_GETFD, 0), "still open");
            assertEquals(0, Libc.get().close(stranger));
        }
    }

    @Test
    void aClosedOneHasNoNumber() throws IOException {
        Fd fd = openNull();
        fd.close();
        LinuxException closed = assertThrows(LinuxException.class, fd::number);
        assertEquals(Errno.EBADF, closed.errno());
    }

    @Test
    void aRefusalSaysWhatAndWhy() {
        LinuxException refused = assertThrows(
                LinuxException.class, () -> Fd.of("open /no/file", Libc.get().open("/no/file", 0)));
        assertEquals("open /no/file: no such file or directory (ENOENT)", refused.getMessage());
    }

    private static Fd openNull() throws IOException {
        return Fd.of("open", Libc.get().open("/dev/null", O_RDONLY | O_CLOEXEC));
    }
}
