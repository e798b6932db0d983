package mptcp4j.route;

import static mptcp4j.netlink.Bytes.little;
import static mptcp4j.netlink.Bytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
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

    private static void assertSent(String expected, byte[] sent) {
        assertEquals(text(little(expected)), text(sent));
    }
}
