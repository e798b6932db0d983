package mptcp4j.linux;

import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.jspecify.annotations.Nullable;

/**
 * What came of loading libbpf. Few need it and few machines have it, so it is loaded when first asked for; a failure is kept
 * as a value, because a class that failed to load does not say why a second time.
 */
final class LibbpfAttempt {
    private final @Nullable Libbpf libbpf;
    private final @Nullable Throwable failure;

    private LibbpfAttempt(@Nullable Libbpf libbpf, @Nullable Throwable failure) {
        this.libbpf = libbpf;
        this.failure = failure;
    }

    /** Returns the one and only attempt of the backend in use. @throws Error as {@link Libc#get} */
    static LibbpfAttempt ofThisProcess() {
        String backend = Backends.name();
        assert !backend.isEmpty();
        return OfThisProcess.ATTEMPT;
    }

    /** Tries it with one backend, {@code ffm} or {@code jna}. */
    static LibbpfAttempt of(String backend) {
        try {
            return new LibbpfAttempt((Libbpf) Backends.load(backend, "Libbpf"), null);
        } catch (ReflectiveOperationException | LinkageError e) {
            return new LibbpfAttempt(null, e);
        }
    }

    /** @throws LinuxException ENOSYS where there is none, with the reason */
    Libbpf libbpf() throws LinuxException {
        if (libbpf != null) {
            return libbpf;
        }
        String detail = Libbpf.SONAME + " cannot be loaded, install libbpf1 or libbpf: " + innermost(failure);
        var missing = new LinuxException("libbpf", Errno.ENOSYS, detail);
        missing.initCause(failure);
        throw missing;
    }

    private static @Nullable String innermost(@Nullable Throwable failure) {
        Throwable reason = failure;
        while (reason != null && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason == null ? null : reason.getMessage();
    }

    private static final class OfThisProcess {
        static final LibbpfAttempt ATTEMPT = of(Backends.name());
    }
}
