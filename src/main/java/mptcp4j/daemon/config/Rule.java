package mptcp4j.daemon.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import mptcp4j.route.Prefix;

/**
 * What connections that meet all of its conditions get. A condition with nothing in it is met by all.
 *
 * @param name for people
 * @param remotes any of which contains the peer's address
 * @param ports any of which is the server's
 * @param links any of which the interface with the local address is like
 * @param server whether the peer connected to us; empty for either
 * @param uids any of which is the user
 * @param cgroups any of which the path of the control group is like, or that of one above it
 * @param processes any of which the name of a process is like that has the socket
 * @param policy what decides
 * @param maxSubflows how many subflows a connection may have, its first among them
 */
public record Rule(
        String name,
        List<Prefix> remotes,
        List<Ports> ports,
        List<Glob> links,
        Optional<Boolean> server,
        List<Long> uids,
        List<Glob> cgroups,
        List<Glob> processes,
        NamedPolicy policy,
        int maxSubflows) {
    /** The keys of the configuration that say whom it is for. */
    static final Set<String> CONDITIONS =
            Set.of("remote", "port", "interface", "direction", "uid", "user", "cgroup", "process");

    /** How many subflows a connection may have where nothing is said. */
    static final int DEFAULT_MAX_SUBFLOWS = 8;

    public Rule {
        remotes = List.copyOf(remotes);
        ports = List.copyOf(ports);
        links = List.copyOf(links);
        uids = List.copyOf(uids);
        cgroups = List.copyOf(cgroups);
        processes = List.copyOf(processes);
    }

    /** Returns one that every connection meets. */
    static Rule ofAll(String name, NamedPolicy policy, int maxSubflows) {
        return new Rule(
                name,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                policy,
                maxSubflows);
    }

    /** The dearer the question, the later it is asked. */
    boolean matches(Candidate candidate) {
        return server.map(wanted -> wanted == candidate.server()).orElse(true)
                && meets(ports, its -> its.contain(candidate.servicePort()))
                && meets(remotes, its -> its.contains(candidate.remote().getAddress()))
                && (links.isEmpty() || likeOne(links, candidate.link().get()))
                && (uids.isEmpty()
                        || candidate.uid().get().filter(uids::contains).isPresent())
                && (cgroups.isEmpty() || isBelowOne(candidate.cgroup().get()))
                && (processes.isEmpty() || anyIsLikeOne(candidate.processes().get()));
    }

    private static <T> boolean meets(List<T> conditions, Predicate<T> condition) {
        return conditions.isEmpty() || conditions.stream().anyMatch(condition);
    }

    private static boolean likeOne(List<Glob> globs, Optional<String> name) {
        return name.isPresent() && globs.stream().anyMatch(glob -> glob.matches(name.get()));
    }

    private boolean anyIsLikeOne(Collection<String> names) {
        return names.stream().anyMatch(name -> likeOne(processes, Optional.of(name)));
    }

    private boolean isBelowOne(Optional<String> path) {
        String group = path.orElse("");
        while (!group.isEmpty()) {
            if (likeOne(cgroups, Optional.of(group))) {
                return true;
            }
            group = group.substring(0, group.lastIndexOf('/'));
        }
        return false;
    }
}
