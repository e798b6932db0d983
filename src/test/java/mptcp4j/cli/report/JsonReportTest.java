package mptcp4j.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import mptcp4j.cli.demo.Recorded;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    @Test
    void isOneObjectOnOneLine() throws IOException {
        String json = JsonReport.of(Recorded.result(), Path.of("/tmp/ü \"r\".html"));
        assertEquals(
                """
                {"settings":{"path_mbps":100.000,"paths":2,"seconds":4},
                "environment":{"date":"2026-11-21T08:30:00Z","kernel":"Linux 6.18.0","jdk":"OpenJDK 64-Bit Server VM 25",
                "backend":"ffm","congestion_control":"bbr","scheduler":"default","processors":2,
                "command":"mptcp4j demo --report <a&b>.html"},
                "aggregation":{"tcp_mbps":96.000,"mptcp_mbps":187.200,"ratio":1.950,"share":0.936,
                "paths":[{"mbps":94.400},{"mbps":92.800}]},
                "failover":[
                {"failure":"blackhole","failed_at_ms":1000,"gap_ms":214,"resumed_ms":314,"restored_at_ms":2000,"recovery_ms":600,
                "bytes":72000000,"sha256":"SHA","intact":true},
                {"failure":"link-down","failed_at_ms":1000,"gap_ms":214,"resumed_ms":314,"restored_at_ms":2000,"recovery_ms":600,
                "bytes":72000000,"sha256":"SHA","intact":true},
                {"failure":"backup","failed_at_ms":1000,"gap_ms":214,"resumed_ms":314,"restored_at_ms":2000,"recovery_ms":600,
                "bytes":72000000,"sha256":"SHA","intact":true}],
                "verdicts":[VERDICTS],
                "report":"/tmp/\\u00FC \\"r\\".html"}
                """.replace("\n", ""),
                json.replace("ab".repeat(32), "SHA").replaceAll("\"verdicts\":\\[[^]]*]", "\"verdicts\":[VERDICTS]"));
        assertTrue(
                json.contains(
                        "{\"claim\":\"MPTCP at least 1.90 times plain TCP\",\"measured\":\"1.950\",\"met\":true}"),
                json);
    }
}
