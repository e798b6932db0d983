package mptcp4j.daemon.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import mptcp4j.daemon.policy.Policies;
import mptcp4j.daemon.policy.PolicyFactory;

/**
 * All that the daemon is told. Immutable; one that is wrong in anything is never made.
 *
 * @param mode who manages subflows
 * @param interfaces that subflows may go from, and how
 * @param damping of interfaces that come and go
 * @param sourceRouting whether packets from an interface's address are routed through that interface
 * @param kernel what counts in {@link Mode#KERNEL} only
 * @param policies all that rules can choose, by name
 * @param rules that choose
 * @param broker where applications reach the daemon
 * @param metricsPort of loopback, where figures can be read; empty if nowhere
 */
public record Configuration(
        Mode mode,
        InterfaceRules interfaces,
        Damping damping,
        boolean sourceRouting,
        KernelSettings kernel,
        Map<String, NamedPolicy> policies,
        Rules rules,
        BrokerSettings broker,
        OptionalInt metricsPort) {
    /** Where the configuration is where nothing else is said. It need not be there. */
    public static final Path PLACE = Path.of("/etc/mptcp4j/daemon.toml");

    public Configuration {
        policies = Map.copyOf(policies);
    }

    /** Returns where the daemon keeps what a next one has to know after it was killed: where its socket is. */
    public Path directory() {
        Path parent = broker.socket().toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    /** Returns the policies that come with this library, and those of others on the class path or module path. */
    public static List<PolicyFactory> installedPolicies() {
        return Policies.find().factories();
    }

    /**
     * Returns what holds without a file.
     *
     * @param factories of the policies that there are
     * @throws IllegalArgumentException if the policy that every connection gets then is not among them
     */
    public static Configuration defaults(Collection<PolicyFactory> factories) {
        try {
            return parse("(none)", "", factories);
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Reads a file.
     *
     * @param factories of the policies that there are
     * @throws ConfigurationException if anything in it is wrong, with every mistake
     * @throws IOException if it cannot be read
     */
    public static Configuration read(Path file, Collection<PolicyFactory> factories) throws IOException {
        try {
            return parse(file.toString(), Files.readString(file), factories);
        } catch (CharacterCodingException e) {
            var mistake = new Mistake(1, 1, "the file is not text in UTF-8");
            var wrong = new ConfigurationException(file.toString(), List.of(mistake));
            wrong.initCause(e);
            throw wrong;
        }
    }

    /**
     * Reads what is in a file.
     *
     * @param file what to call it
     * @param factories of the policies that there are
     * @throws ConfigurationException if anything in it is wrong, with every mistake
     */
    public static Configuration parse(String file, String text, Collection<PolicyFactory> factories)
            throws ConfigurationException {
        return ConfigurationReader.read(file, text, factories);
    }
}
