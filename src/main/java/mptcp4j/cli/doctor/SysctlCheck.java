package mptcp4j.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters of {@code net.mptcp} that are set against what most users want. */
final class SysctlCheck implements Check {
    private static final String SUBJECT = "sysctl";

    private static final List<Row> ROWS = List.of(
            new Row(Severity.PROBLEM, "enabled", "0", "1", "no MPTCP socket can be made"),
            new Row(Severity.WARNING, "stale_loss_cnt", "0", "4", "a silent path is never set aside"),
            new Row(
                    Severity.WARNING,
                    "add_addr_timeout",
                    "0",
                    "120",
                    "a lost announcement of an address is not repeated"));

    @Override
    public List<Finding> of(Facts facts) {
        Map<String, String> sysctls = facts.sysctls();
        if (sysctls.isEmpty()) {
            return List.of();
        }
        List<Finding> all = new ArrayList<>();
        for (Row row : ROWS) {
            if (row.bad.equals(sysctls.get(row.name))) {
                all.add(row.finding());
            }
        }
        return all.isEmpty() ? List.of(Finding.ok(SUBJECT, "net.mptcp.enabled=1")) : all;
    }

    private record Row(Severity severity, String name, String bad, String good, String meaning) {
        Finding finding() {
            String text = "net.mptcp." + name + "=" + bad + ": " + meaning;
            Finding finding = new Finding(severity, SUBJECT, text, Optional.empty());
            return finding.mendedBy("sysctl -w net.mptcp." + name + "=" + good);
        }
    }
}
