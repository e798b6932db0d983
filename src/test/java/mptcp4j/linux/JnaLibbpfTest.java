package mptcp4j.linux;

import mptcp4j.LinuxException;

class JnaLibbpfTest extends LibbpfContract {
    @Override
    Libbpf libbpf() throws LinuxException {
        return LibbpfAttempt.of("jna").libbpf();
    }
}
