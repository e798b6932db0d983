package mptcp4j.linux;

import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "FFM came with JDK 22")
class FfmLibcTest extends LibcContract {
    @Override
    Libc libc() {
        return Backends.choose("ffm").libc();
    }
}
