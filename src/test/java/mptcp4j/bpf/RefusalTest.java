package mptcp4j.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static final long PERFMON = 1L << 38;
    private static final long BPF = 1L << 39;
    private static final long SYS_ADMIN = 1L << 21;
    private static final String NEEDS = "needs CAP_BPF and CAP_PERFMON in the first user namespace";

    @Test
    void saysWhichRightIsMissing() {
        assertEquals(NEEDS + ", and this process is in another", Refusal.rights(-1, false, false));
        assertEquals(NEEDS + "; this thread lacks CAP_BPF and CAP_PERFMON", Refusal.rights(0, true, false));
        assertEquals(NEEDS + "; this thread lacks CAP_PERFMON", Refusal.rights(BPF, true, false));
        assertEquals(NEEDS + "; this thread lacks CAP_BPF", Refusal.rights(PERFMON, true, true));
    }

    @Test
    void looksFurtherWhereAllRightsAreThere() {
        String filter = NEEDS + ", which this thread has: its seccomp filter may forbid bpf(2)";
        assertEquals(filter, Refusal.rights(BPF | PERFMON, true, true));
        assertEquals(filter, Refusal.rights(SYS_ADMIN, true, true), "which stands for both");
        assertEquals(
                NEEDS + ", which this thread has: kernel lockdown may forbid it",
                Refusal.rights(BPF | PERFMON, true, false));
    }

    @Test
    void findsTheLastWordsOfTheVerifier() {
        assertEquals(
                Optional.of("unknown func bpf_skc_to_mptcp_sock#196"),
                Refusal.lastWords(log("0: R1=ctx()\n82: (85) call unknown#196\nunknown func bpf_skc_to_mptcp_sock#196\n"
                        + "processed 58 insns (limit 1000000)\n\0older words")));
        assertEquals(Optional.empty(), Refusal.lastWords(log("\0")));
        assertEquals(Optional.empty(), Refusal.lastWords(ByteBuffer.allocateDirect(0)));
    }

    private static ByteBuffer log(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
