package mptcp4j.lab;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import mptcp4j.linux.Netns;
import mptcp4j.route.Rtnetlink;
import org.jspecify.annotations.Nullable;

/**
 * A host of the laboratory: a network namespace. What a task opens in it (sockets, channels, child processes) stays in
 * it for good and may be used from any thread. Threads stay, too: start yours, and whatever starts some (executors,
 * virtual threads, asynchronous channel groups), outside of a task. Mind that {@code new Socket()} and {@code new ServerSocket()} open nothing:
 * the JDK does it when they are bound or connected. Channels are open at once. Thread-safe.
 */
public final class Host {
    private final String name;
    private final Netns namespace;
    private final Rtnetlink rtnetlink;
    private final Map<Integer, End> ends = new ConcurrentSkipListMap<>();

    private Host(String name, Netns namespace, Rtnetlink rtnetlink) {
        this.name = name;
        this.namespace = namespace;
        this.rtnetlink = rtnetlink;
    }

    static Host create(String name) throws IOException {
        Netns namespace = Netns.create();
        try {
            return new Host(name, namespace, namespace.call(Rtnetlink::open));
        } catch (IOException e) {
            namespace.close();
            throw e;
        }
    }

    public String name() {
        return name;
    }

    /**
     * Returns the host's IPv4 address on a path: {@code 10.0.PATH.1} for the client, {@code 10.0.PATH.2} for the server.
     *
     * @throws IllegalArgumentException if the path does not end here
     */
    public InetAddress address(int path) {
        return address(path, Inet4Address.class);
    }

    /**
     * Returns the host's IPv6 address on a path.
     *
     * @throws IllegalArgumentException if the path does not end here, or the topology is without IPv6
     */
    public InetAddress address6(int path) {
        return address(path, Inet6Address.class);
    }

    /**
     * Returns the name of the host's link on a path: its initial and the path's number, such as {@code c0}.
     *
     * @throws IllegalArgumentException if the path does not end here
     */
    public String linkName(int path) {
        return end(path).name();
    }

    /**
     * Runs a task here, on a new thread, and waits for it.
     *
     * @return what the task returned
     * @throws IOException what the task threw, as it was; any other checked exception as the cause of one
     */
    public <T> T call(Callable<T> task) throws IOException {
        return namespace.call(task);
    }

    /** {@link #call} for a task without a result. */
    public void run(Task task) throws IOException {
        namespace.run(task::run);
    }

    /**
     * Sets a kernel parameter of this host alone.
     *
     * @param parameter as {@code sysctl} names it, such as {@code net.mptcp.enabled}
     * @throws IOException if the kernel has no such parameter or refuses the value
     */
    public void sysctl(String parameter, String value) throws IOException {
        new Sysctl(parameter, value).set(namespace);
    }

    @Override
    public String toString() {
        return name;
    }

    Netns namespace() {
        return namespace;
    }

    /** Makes it what a newly started machine is: loopback up, and nothing in the way of what comes over any path. */
    void prepare(boolean ipv6) throws IOException {
        for (Sysctl parameter : Sysctl.ofHost(ipv6)) {
            parameter.set(namespace);
        }
        rtnetlink.setUp(rtnetlink.link("lo").index(), true);
    }

    String newLinkName(int path) {
        return name.charAt(0) + Integer.toString(path);
    }

    /** Takes over the link of a path, which is here already under its name. */
    void attach(int path, List<End.Way> ways, int table, @Nullable String congestionControl) throws IOException {
        String link = newLinkName(path);
        var end = new End(rtnetlink, rtnetlink.link(link).index(), link, ways, table, congestionControl);
        end.addRules();
        end.configure();
        ends.put(path, end);
    }

    /** Lets go of the namespace: the kernel frees it when the last socket and process in it is gone. */
    void close() throws IOException {
        try (namespace;
                rtnetlink) {
            Sysctl.GIVE_UP_ORPHANS.set(namespace);
        }
    }

    End end(int path) {
        End end = ends.get(path);
        if (end == null) {
            throw new IllegalArgumentException("path " + path + " does not end at " + name);
        }
        return end;
    }

    private InetAddress address(int path, Class<? extends InetAddress> family) {
        return end(path).ways().stream()
                .map(way -> way.here().address())
                .filter(family::isInstance)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no such address on path " + path));
    }

    /** Something to do that may fail. */
    @FunctionalInterface
    public interface Task {
        void run() throws Exception;
    }
}
