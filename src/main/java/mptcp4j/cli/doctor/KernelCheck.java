package mptcp4j.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.socket.Capability;
import mptcp4j.socket.MptcpSupport;

/** Whether the kernel has MPTCP, what it lacks of it, and whether we may change anything. */
final class KernelCheck implements Check {
    private static final String SUBJECT = "kernel";

    @Override
    public List<Finding> of(Facts facts) {
        MptcpSupport support = facts.support();
        List<Finding> all = new ArrayList<>();
        all.add(mptcp(facts));
        if (support.sockets().available()) {
            missing("state of connections", support.info()).ifPresent(all::add);
            missing("subflows at one moment", support.subflows()).ifPresent(all::add);
            missing("certainty whether a connection is multipath", support.isMptcp())
                    .ifPresent(all::add);
        }
        if (support.libc().available() && facts.limits().isPresent()) {
            all.add(privileges(support));
        }
        return all;
    }

    private static Optional<Finding> missing(String what, Capability capability) {
        return capability.available()
                ? Optional.empty()
                : Optional.of(Finding.warning(SUBJECT, "no " + what + ": " + capability.detail()));
    }

    private static Finding mptcp(Facts facts) {
        String kernel = "Linux " + facts.support().kernel();
        return facts.sysctls().isEmpty()
                ? Finding.problem(SUBJECT, kernel + " has no MPTCP: needs 5.6 or newer, built with CONFIG_MPTCP")
                : Finding.ok(SUBJECT, kernel + " has MPTCP");
    }

    private static Finding privileges(MptcpSupport support) {
        return support.pathManager().available()
                ? Finding.ok("privileges", "endpoints, limits and subflows may be changed")
                : Finding.warning(
                        "privileges",
                        "sockets and their state work, changing endpoints, limits and subflows does not: run as root"
                                + " (CAP_NET_ADMIN)");
    }
}
