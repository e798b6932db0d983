package mptcp4j.daemon.config;

/**
 * How an interface is to be used. Immutable.
 *
 * @param cost where less is better, from 0
 * @param backup whether subflows from there are backup whatever the policy says
 * @param metered whether bytes cost money
 * @param weight what it can carry beside others that cost the same, from 1
 */
public record InterfaceUse(int cost, boolean backup, boolean metered, int weight) {
    /** One that no rule says anything of. */
    public static final InterfaceUse PLAIN = new InterfaceUse(0, false, false, 1);

    /** @throws IllegalArgumentException if the cost is negative, or the weight less than 1 */
    public InterfaceUse {
        if (cost < 0 || weight < 1) {
            throw new IllegalArgumentException("cost " + cost + " from 0, weight " + weight + " from 1");
        }
    }
}
