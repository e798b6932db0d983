package mptcp4j.route;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;

/**
 * Which tables may have changed where the kernel says something of one.
 *
 * <ul>
 *   <li>With a link its addresses and routes may go. Of routes that go with a link or an address the kernel says nothing ({@code
 *       fib_sync_down_dev}, {@code fib_sync_down_addr}).
 *   <li>Some messages come before what they tell of is done ({@code addrconf_ifdown}, {@code fib_table_delete}), while addresses and
 *       routes are read without any lock. The links are read under the lock that is held until then (RTNL): with them read first, what is
 *       read after is as the message says.
 *   <li>A rule changes nothing but the rules, and has changed when it is told ({@code fib_nl_delrule}).
 * </ul>
 */
final class Hint {
    private static final int NEWLINK = 16;
    private static final int NEWADDR = 20;
    private static final int NEWROUTE = 24;
    private static final int NEWRULE = 32;

    /** The messages of one table have four numbers: new, removed, asked for, and changed. */
    private static final int TYPES = 4;

    private static final int RTNLGRP_LINK = 1;
    private static final int RTNLGRP_IPV4_IFADDR = 5;
    private static final int RTNLGRP_IPV4_ROUTE = 7;
    private static final int RTNLGRP_IPV4_RULE = 8;
    private static final int RTNLGRP_IPV6_IFADDR = 9;
    private static final int RTNLGRP_IPV6_ROUTE = 11;
    private static final int RTNLGRP_IPV6_RULE = 19;

    private Hint() {}

    /** Returns the multicast groups in which the kernel tells of these. */
    static int[] groups(Set<NetworkTable> tables) {
        return tables.stream().flatMapToInt(Hint::groups).toArray();
    }

    private static IntStream groups(NetworkTable table) {
        return switch (table) {
            case LINKS -> IntStream.of(RTNLGRP_LINK);
            case ADDRESSES -> IntStream.of(RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR);
            case ROUTES -> IntStream.of(RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE);
            case RULES -> IntStream.of(RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE);
        };
    }

    /** Returns what is to be read again, all where nobody knows. */
    static Set<NetworkTable> of(ByteBuffer datagram) {
        Set<NetworkTable> stale = EnumSet.noneOf(NetworkTable.class);
        try {
            var messages = new MessageReader(datagram);
            while (messages.next()) {
                stale.addAll(of(messages.type()));
            }
        } catch (MalformedException e) {
            return EnumSet.allOf(NetworkTable.class);
        }
        return stale.isEmpty() ? EnumSet.allOf(NetworkTable.class) : stale;
    }

    private static Set<NetworkTable> of(int type) {
        return switch (type - type % TYPES) {
            case NEWLINK, NEWADDR -> EnumSet.of(NetworkTable.LINKS, NetworkTable.ADDRESSES, NetworkTable.ROUTES);
            case NEWROUTE -> EnumSet.of(NetworkTable.LINKS, NetworkTable.ROUTES);
            case NEWRULE -> EnumSet.of(NetworkTable.RULES);
            default -> EnumSet.allOf(NetworkTable.class);
        };
    }
}
