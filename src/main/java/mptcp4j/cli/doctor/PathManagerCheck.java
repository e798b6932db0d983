package mptcp4j.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.Limits;

/** Who manages paths, and how many the kernel would make. */
final class PathManagerCheck implements Check {
    private static final String SUBJECT = "limits";
    /** Both are the kernel's own default for subflows. */
    private static final int ENOUGH = 2;

    @Override
    public List<Finding> of(Facts facts) {
        if (isUserspace(facts.sysctls())) {
            return List.of(userspace(facts));
        }
        return facts.limits().map(limits -> limits(facts, limits)).orElse(List.of());
    }

    /** Linux 6.15 names the path managers; before, 1 is that of user space. */
    static boolean isUserspace(Map<String, String> sysctls) {
        String name = sysctls.get("path_manager");
        return name == null ? "1".equals(sysctls.get("pm_type")) : name.equals("userspace");
    }

    private static Finding userspace(Facts facts) {
        boolean named = facts.sysctls().containsKey("path_manager");
        String parameter = named ? "net.mptcp.path_manager=" : "net.mptcp.pm_type=";
        String text = parameter + (named ? "userspace" : "1")
                + ": a daemon has to open every subflow, and endpoints have no effect";
        return Finding.warning("manager", text).mendedBy("sysctl -w " + parameter + (named ? "kernel" : "0"));
    }

    private static List<Finding> limits(Facts facts, Limits limits) {
        long wanted = facts.endpoints().stream()
                .filter(PathManagerCheck::makesSubflows)
                .count();
        List<Finding> all = new ArrayList<>();
        if (limits.subflows() == 0) {
            all.add(subflows("the limit is 0: no connection gets a second subflow", Math.max(wanted, ENOUGH)));
        } else if (limits.subflows() < wanted) {
            all.add(subflows(wanted + " endpoints make subflows, but the limit is " + limits.subflows(), wanted));
        }
        if (limits.addAddrAccepted() == 0) {
            all.add(Finding.warning(
                            SUBJECT, "add_addr_accepted is 0: no use is made of addresses that a server announces")
                    .mendedBy("ip mptcp limits set add_addr_accepted " + ENOUGH));
        }
        String text = "subflows " + limits.subflows() + ", add_addr_accepted " + limits.addAddrAccepted();
        return all.isEmpty() ? List.of(Finding.ok(SUBJECT, text)) : all;
    }

    private static boolean makesSubflows(Endpoint endpoint) {
        return endpoint.flags().contains(EndpointFlag.SUBFLOW);
    }

    private static Finding subflows(String text, long limit) {
        return Finding.problem(SUBJECT, text).mendedBy("ip mptcp limits set subflows " + limit);
    }
}
