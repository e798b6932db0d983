package mptcp4j.daemon.policy;

/** Makes policies of one kind. The daemon finds those of others by {@link java.util.ServiceLoader}. */
public interface PolicyFactory {
    /** Returns the word for it in the configuration, in lower case. */
    String name();

    /**
     * Makes one.
     *
     * @param settings of its table in the configuration; one that it does not read is refused as unknown
     * @throws IllegalArgumentException if one of them is wrong, with what is allowed
     */
    Policy create(PolicySettings settings);
}
