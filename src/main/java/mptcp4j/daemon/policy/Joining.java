package mptcp4j.daemon.policy;

import java.util.List;

/** What policies that open subflows have in common. */
final class Joining {
    private Joining() {}

    /**
     * Returns whether subflows are none of our business: a server's client opens them, as it may be behind NAT (RFC 8684 section 5), and
     * what began in a tunnel stays there.
     */
    static boolean isLeftAlone(View view) {
        return view.server() || view.confined();
    }

    static List<LocalPath> paths(View view, boolean metered) {
        return view.paths().stream().filter(path -> metered || !path.metered()).toList();
    }
}
