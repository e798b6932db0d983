package mptcp4j.cli.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mptcp4j.cli.doctor.Facts.Program;
import mptcp4j.daemon.Competitors;

/** Programs that change endpoints beside the user, or against each other. */
final class ManagerCheck implements Check {
    private static final String SUBJECT = "manager";

    private static final Map<String, String> MEND = Map.of(
            Competitors.MPTCPD, "systemctl disable --now mptcp.service",
            Competitors.NETWORK_MANAGER, "nmcli connection modify CONNECTION connection.mptcp-flags disabled");

    private static final Map<String, String> DOES = Map.of(
            Competitors.MPTCPD, "changes endpoints and limits",
            Competitors.NETWORK_MANAGER, "makes endpoints and changes rp_filter, from 1.40 on");

    @Override
    public List<Finding> of(Facts facts) {
        List<Program> managers = facts.managers();
        Severity severity = managers.size() > 1 ? Severity.PROBLEM : Severity.WARNING;
        return managers.isEmpty()
                ? List.of(Finding.ok(SUBJECT, "no mptcpd, no NetworkManager here"))
                : managers.stream().map(program -> of(severity, program)).toList();
    }

    private static Finding of(Severity severity, Program program) {
        String text = program.name() + " (process " + program.pid() + ") " + DOES.get(program.name())
                + (severity == Severity.PROBLEM ? "; and so does another" : "");
        return new Finding(severity, SUBJECT, text, Optional.ofNullable(MEND.get(program.name())));
    }
}
