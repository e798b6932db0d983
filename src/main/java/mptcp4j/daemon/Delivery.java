package mptcp4j.daemon;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.function.Supplier;
import mptcp4j.daemon.Subscribers.Subscription;

/**
 * An event on its way to all who want it: one, however many they are.
 *
 * @param to who they are when it arrives
 * @param at its number: who subscribed later has not asked for it
 * @param line which nobody changes
 * @param last whether nothing of the connection follows
 * @param arrived is run when all have it
 */
record Delivery(Supplier<Collection<Subscription>> to, long at, ByteBuffer line, boolean last, Runnable arrived) {
    boolean isFor(Subscription subscription) {
        return subscription.since() < at;
    }
}
