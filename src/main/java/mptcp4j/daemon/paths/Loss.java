package mptcp4j.daemon.paths;

import java.net.InetAddress;

/**
 * An address that worked, and does not any more. Immutable.
 *
 * @param address of this host, then
 * @param link the index of the interface that had it last
 * @param interfaceName its name, then
 * @param reason what is missing by now
 * @param since when it was seen first, by {@link System#nanoTime}
 */
public record Loss(InetAddress address, int link, String interfaceName, Reason reason, long since) {
    /** What an address is without. */
    public enum Reason {
        /** The interface is no more, or in another network namespace. */
        LINK_GONE,
        /** The interface is down, or without carrier. */
        LINK_DOWN,
        /** The interface is well, but does not have the address, or another host has it, too. */
        ADDRESS_GONE,
        /** It is back, and came and went so often of late that it has to stay for a while first. */
        FLAPPING
    }
}
