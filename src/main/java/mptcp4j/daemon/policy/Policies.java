package mptcp4j.daemon.policy;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;

/** The policies that there are, by name. Immutable. */
public final class Policies {
    private final NavigableMap<String, PolicyFactory> factories = new TreeMap<>();

    private Policies(Iterable<PolicyFactory> all) {
        for (PolicyFactory factory : all) {
            PolicyFactory other = factories.putIfAbsent(factory.name(), factory);
            if (other != null) {
                throw new IllegalArgumentException("two policies are named '" + factory.name() + "': "
                        + other.getClass().getName() + " and "
                        + factory.getClass().getName());
            }
        }
    }

    /**
     * Finds those of this library and those of others, by {@link ServiceLoader} with the thread's class loader.
     *
     * @throws IllegalArgumentException if two have the same name
     * @throws java.util.ServiceConfigurationError if one cannot be made
     */
    public static Policies find() {
        return of(ServiceLoader.load(PolicyFactory.class));
    }

    /** Takes these alone. @throws IllegalArgumentException if two have the same name */
    public static Policies of(Iterable<PolicyFactory> factories) {
        return new Policies(factories);
    }

    /** Returns what makes them, in the order of their names. */
    public List<PolicyFactory> factories() {
        return List.copyOf(factories.values());
    }

    /** Returns the names, in alphabetical order. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(factories.navigableKeySet());
    }

    /**
     * Makes a policy.
     *
     * @throws IllegalArgumentException if there is none of the name, with those that there are; or if a setting is wrong
     */
    public Policy create(String name, PolicySettings settings) {
        PolicyFactory factory = factories.get(name);
        if (factory == null) {
            throw new IllegalArgumentException(
                    "no policy '" + name + "', but " + String.join(", ", factories.keySet()));
        }
        return factory.create(settings);
    }
}
