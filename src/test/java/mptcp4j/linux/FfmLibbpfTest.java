package mptcp4j.linux;

import mptcp4j.LinuxException;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "FFM came with JDK 22")
class FfmLibbpfTest extends LibbpfContract {
    @Override
    Libbpf libbpf() throws LinuxException {
        return LibbpfAttempt.of("ffm").libbpf();
    }
}
