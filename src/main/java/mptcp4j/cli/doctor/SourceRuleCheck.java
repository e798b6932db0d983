package mptcp4j.cli.doctor;

import java.util.List;
import mptcp4j.daemon.paths.PathWatch;
import mptcp4j.linux.IpAddress;

/** The rules by which a daemon has packets from an address leave through its link. They are there only while it runs. */
final class SourceRuleCheck implements Check {
    private static final String SUBJECT = "routing";

    @Override
    public List<Finding> of(Facts facts) {
        return facts.network().rules().stream()
                .filter(rule -> rule.protocol().equals(PathWatch.SOURCE_ROUTING))
                .map(rule -> IpAddress.text(rule.from().address()))
                .distinct()
                .map(address -> Finding.ok(
                        SUBJECT,
                        "from " + address + ": rules of mptcp4j daemon (ip rule show proto "
                                + PathWatch.SOURCE_ROUTING.number() + ")"))
                .toList();
    }
}
