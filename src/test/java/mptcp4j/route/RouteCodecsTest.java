package mptcp4j.route;

import static mptcp4j.netlink.Bytes.little;
import static mptcp4j.netlink.Bytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.MessageReader;
import mptcp4j.netlink.Messages;
import org.junit.jupiter.api.Test;

/** Addresses, routes and rules, written down from what {@code ip} sends. */
class RouteCodecsTest {
    @Test
    void anAddress() throws UnknownHostException {
        assertSent(
                "02180000 07000000" // ifaddrmsg: IPv4, /24
                        + "08000200 0a000001" // LOCAL
                        + "08000100 0a000001", // ADDRESS
                AddressCodec.write(7, new Prefix(InetAddress.getByName("10.0.0.1"), 24)));
    }

    @Test
    void anIpv6AddressIsUsableAtOnce() throws UnknownHostException {
        assertSent(
                "0a400200 07000000" // ifaddrmsg: IPv6, /64, NODAD
                        + "14000200 fd000000 00000000 00000000 00000001"
                        + "14000100 fd000000 00000000 00000000 00000001",
                AddressCodec.write(7, new Prefix(InetAddress.getByName("fd00::1"), 64)));
    }

    @Test
    void aDefaultRoute() throws UnknownHostException {
        InetAddress gateway = InetAddress.getByName("10.0.0.2");
        assertSent(
                "02000000 00040001 00000000" // rtmsg: IPv4, static, unicast
                        + "08000500 0a000002" // GATEWAY
                        + "08000f00 e8030000" // TABLE 1000
                        + "08000400 07000000", // OIF
                RouteCodec.write(new GatewayRoute(Prefix.any(gateway), gateway, 7, 1000, null)));
    }

    @Test
    void aRouteWithItsCongestionControl() throws UnknownHostException {
        InetAddress gateway = InetAddress.getByName("10.0.0.2");
        assertSent(
                "02000000 00040001 00000000"
                        + "08000500 0a000002"
                        + "08000f00 e8030000"
                        + "08000400 07000000"
                        + "10000880" // METRICS, nested
                        + "09001000 72656e6f 00000000", // CC_ALGO "reno", ended by 0, padded
                RouteCodec.write(new GatewayRoute(Prefix.any(gateway), gateway, 7, 1000, "reno")));
    }

    @Test
    void aRouteToANetwork() throws UnknownHostException {
        var network = new Prefix(InetAddress.getByName("192.168.0.0"), 16);
        assertSent(
                "02100000 00040001 00000000" // rtmsg: /16
                        + "08000100 c0a80000" // DST
                        + "08000500 0a000002"
                        + "08000f00 fe000000"
                        + "08000400 07000000",
                RouteCodec.write(new GatewayRoute(network, InetAddress.getByName("10.0.0.2"), 7, 254, null)));
    }

    @Test
    void aRule() throws UnknownHostException {
        assertSent(
                "02002000 00000001 00000000" // fib_rule_hdr: IPv4, source /32, to a table
                        + "08000200 0a000001" // SRC
                        + "08000f00 e8030000", // TABLE 1000
                RuleCodec.write(new SourceRule(Prefix.host(InetAddress.getByName("10.0.0.1")), 1000)));
    }

    @Test
    void theFlagsOfAnAddressAreThoseOfTheAttribute() throws MalformedException, UnknownHostException {
        Address address = address(
                        "02188000 07000000" // ifaddrmsg: IPv4, /24, flags 0x80
                                + "08000100 0a000001" // ADDRESS
                                + "08000200 0a000001" // LOCAL
                                + "08000800 40100000") // FLAGS tentative, and one that nobody knows
                .orElseThrow();
        assertEquals("[TENTATIVE, 0x1000]", address.flags().toString());
        assertEquals(0x1000, address.flags().unknownBits());
        assertEquals(Optional.empty(), address.peer());
        assertEquals(InetAddress.getByName("10.0.0.1"), address.address());
        assertEquals(
                AddressFlags.of(AddressFlag.PERMANENT),
                address("02188000 07000000 08000100 0a000001").orElseThrow().flags());
    }

    @Test
    void anAddressIsUsableUnlessItIsInDoubt() {
        assertTrue(withFlags(AddressFlag.PERMANENT).usable());
        assertTrue(withFlags(AddressFlag.DEPRECATED).usable());
        assertFalse(withFlags(AddressFlag.TENTATIVE).usable());
        assertTrue(withFlags(AddressFlag.TENTATIVE, AddressFlag.OPTIMISTIC).usable());
        assertFalse(withFlags(AddressFlag.TENTATIVE, AddressFlag.DADFAILED).usable());
        assertFalse(withFlags(AddressFlag.DADFAILED).usable());
    }

    @Test
    void onlyIpv6HasTemporaryAddresses() throws MalformedException {
        String v6 = "14000100 20010db8 00000000 00000000 00000001";
        assertTrue(address("0a400100 07000000" + v6).orElseThrow().temporary());
        assertFalse(address("0a400000 07000000" + v6).orElseThrow().temporary());
        assertFalse(withFlags(AddressFlag.SECONDARY).temporary());
    }

    @Test
    void otherFamiliesAreLeftOut() throws MalformedException {
        assertEquals(Optional.empty(), address("23080000 01000000")); // AF_PHONET
        assertEquals(Optional.empty(), RouteCodec.read(message("80000000 fe110001 00000000"))); // RTNL_FAMILY_IPMR
        assertEquals(Optional.empty(), RuleCodec.read(message("80000000 fe000001 00000000")));
    }

    @Test
    void refusesWhatIsCutShort() {
        for (String wrong : List.of(
                "0218",
                "02180000 07000000", // no address
                "02180000 07000000 06000100 0a000000", // an address of 2 bytes
                "02210000 07000000 08000100 0a000001", // a prefix of 33 bits
                "02180000 07000000 08000100 0a000001 0c000600 00000000 00000000")) { // a CACHEINFO of 8 bytes
            assertThrows(MalformedException.class, () -> address(wrong), wrong);
        }
        for (String wrong : List.of(
                "02180000 fe000001",
                "02210000 fe000001 00000000 08000100 0a000000", // a prefix of 33 bits
                "02000000 fe000001 00000000 0a000900 08000000 0700", // MULTIPATH of 6 bytes, with a length of 8
                "02000000 fe000001 00000000 0c000900 06000000 07000000", // a next hop of 6 bytes
                "02000000 fe000001 00000000 0c000900 10000000 07000000", // a next hop of 16 bytes in 8
                "02000000 fe000001 00000000 05001200 02000000", // VIA of 1 byte
                "02000000 fe000001 00000000 0a001200 0a000a00 00010000")) { // VIA: an IPv6 address of 4 bytes
            assertThrows(MalformedException.class, () -> RouteCodec.read(message(wrong)), wrong);
        }
        assertThrows(MalformedException.class, () -> RuleCodec.read(message("02210000 fe000001 00000000")));
    }

    @Test
    void nextHopsOfALinkWithoutCarrierAreDead() throws MalformedException {
        Route route = RouteCodec.read(message(
                        "02000000 fe030001 11000000" // rtmsg: dead, link down
                                + "08000400 07000000" // OIF
                                + "08000500 0a000001")) // GATEWAY
                .orElseThrow();
        assertTrue(route.isDefault());
        assertTrue(route.leavesThrough(7));
        assertFalse(route.leavesThrough(8));
        assertTrue(route.nextHops().get(0).dead());
        assertFalse(new NextHop(Optional.empty(), 7, 1, 4).dead());
    }

    @Test
    void numbersHaveTheWordsOfIp() {
        assertEquals("global 100", Scope.UNIVERSE + " " + new Scope(100));
        assertEquals("unicast 77", RouteType.UNICAST + " " + new RouteType(77));
        assertEquals("kernel 186", RouteProtocol.KERNEL + " " + new RouteProtocol(186));
        assertEquals("lookup 9", RuleAction.LOOKUP + " " + new RuleAction(9));
    }

    private static Address withFlags(AddressFlag... flags) {
        return new Address(
                7,
                InetAddress.getLoopbackAddress(),
                8,
                Optional.empty(),
                Scope.HOST,
                AddressFlags.of(flags),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Address> address(String payload) throws MalformedException {
        return AddressCodec.read(message(payload));
    }

    private static MessageReader message(String payload) throws MalformedException {
        return Messages.reader(new Message(20, 0, 1, little(payload)));
    }

    private static void assertSent(String expected, byte[] sent) {
        assertEquals(text(little(expected)), text(sent));
    }
}
