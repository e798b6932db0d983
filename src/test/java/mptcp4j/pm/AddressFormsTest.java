package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.PathManagerEvent.AddressAnnounced;
import mptcp4j.pm.PathManagerEvent.ListenerClosed;
import mptcp4j.pm.PathManagerEvent.ListenerCreated;
import org.junit.jupiter.api.Test;

/** What an event has of IPv4 in IPv6, as IPv4. */
class AddressFormsTest {
    private static final Inet4Address ADDRESS = (Inet4Address) IpAddress.of(new byte[] {10, 0, 0, 1});
    private static final InetSocketAddress FOUR = new InetSocketAddress(ADDRESS, 80);
    private static final InetSocketAddress MAPPED = new InetSocketAddress(IpAddress.mapped(ADDRESS), 80);
    private static final InetSocketAddress SIX = new InetSocketAddress(Steered.literal("2001:db8::1"), 443);

    @Test
    void tupleOfIpv4InIpv6() {
        assertEquals(new SubflowTuple(FOUR, FOUR, 3, 4), new SubflowTuple(MAPPED, MAPPED, 3, 4).unmapped());
    }

    @Test
    void otherTuplesAreWhatTheyWere() {
        for (InetSocketAddress end : List.of(FOUR, SIX)) {
            var tuple = new SubflowTuple(end, end, 0, 5);
            assertEquals(tuple, tuple.unmapped());
        }
    }

    @Test
    void addressOfThePeerAndOfAListener() {
        assertEquals(FOUR, new AddressAnnounced(1, 2, MAPPED, List.of()).unmappedRemote());
        assertEquals(FOUR, new ListenerCreated(MAPPED, List.of()).unmappedLocal());
        assertEquals(FOUR, new ListenerClosed(MAPPED, List.of()).unmappedLocal());
    }
}
