package mptcp4j.lab;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which paths there are, and so which hosts. Immutable: each method that changes something returns a new one.
 *
 * @param paths the paths, numbered from 0
 * @param ipv6 whether hosts have IPv6 addresses besides those of IPv4
 * @param congestionControl what TCP connections of the clients use, such as {@code cubic}; null for the machine's default
 */
public record Topology(
        List<PathSpec> paths, boolean ipv6, @Nullable String congestionControl) {
    private static final int MAX_PATHS = 255;

    /** @throws IllegalArgumentException if there is no path, or more than 255, or a client's first path is a backup */
    public Topology {
        paths = List.copyOf(paths);
        if (paths.isEmpty() || paths.size() > MAX_PATHS) {
            throw new IllegalArgumentException(paths.size() + " paths, from 1 to " + MAX_PATHS);
        }
        Set<String> clients = new LinkedHashSet<>();
        for (PathSpec path : paths) {
            if (clients.add(path.client()) && path.backup()) {
                throw new IllegalArgumentException("the first path of " + path.client() + " cannot be its backup");
            }
        }
    }

    /** Returns two hosts, {@code client} and {@code server}, with paths that have no rate. */
    public static Topology twoHosts(int paths) {
        return new Topology(
                Stream.generate(() -> PathSpec.between("client", "server"))
                        .limit(paths)
                        .toList(),
                false,
                null);
    }

    /** Returns the hosts that these paths name. */
    public static Topology of(PathSpec... paths) {
        return new Topology(List.of(paths), false, null);
    }

    /** Gives every path a rate. */
    public Topology rate(Rate rate) {
        return new Topology(paths.stream().map(path -> path.rate(rate)).toList(), ipv6, congestionControl);
    }

    /** Changes one path. */
    public Topology path(int index, UnaryOperator<PathSpec> change) {
        List<PathSpec> changed = new ArrayList<>(paths);
        changed.set(index, change.apply(paths.get(index)));
        return new Topology(changed, ipv6, congestionControl);
    }

    /** Gives every host an IPv6 address for each path, too. */
    public Topology withIpv6() {
        return new Topology(paths, true, congestionControl);
    }

    /**
     * Makes the clients' connections use a congestion control of the kernel. The routes tell them, so it takes no
     * privilege over the machine, as a change of the default would.
     */
    public Topology congestionControl(String name) {
        return new Topology(paths, ipv6, name);
    }

    /** Returns the hosts' names, in the order in which the paths name them. */
    public Set<String> hosts() {
        Set<String> names = new LinkedHashSet<>();
        paths.forEach(path -> names.addAll(List.of(path.client(), path.server())));
        return names;
    }

    /** Returns the numbers of the paths on which a host is the client. */
    List<Integer> pathsOfClient(String host) {
        return IntStream.range(0, paths.size())
                .filter(i -> paths.get(i).client().equals(host))
                .boxed()
                .toList();
    }
}
