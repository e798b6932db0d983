package mptcp4j.pm;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static mptcp4j.pm.EndpointFlag.FULLMESH;
import static mptcp4j.pm.EndpointFlag.IMPLICIT;
import static mptcp4j.pm.EndpointFlag.LAMINAR;
import static mptcp4j.pm.EndpointFlag.SIGNAL;
import static mptcp4j.pm.EndpointFlag.SUBFLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EndpointTest {
    private static final InetAddress V4 = address(10, 0, 0, 1);

    @Test
    void isMadeStepByStep() {
        assertEquals(
                new Endpoint(7, V4, 8080, 3, EndpointFlags.of(SIGNAL, BACKUP)),
                Endpoint.of(V4, BACKUP, SIGNAL).withId(7).withPort(8080).withInterface(3));
        assertEquals(new Endpoint(0, V4, 0, 0, EndpointFlags.of()), Endpoint.of(V4));
        assertEquals(
                Endpoint.of(V4, SUBFLOW, FULLMESH, LAMINAR),
                Endpoint.of(V4, LAMINAR, FULLMESH, SUBFLOW)
                        .withId(255)
                        .withId(0)
                        .withPort(0)
                        .withInterface(0));
    }

    @Test
    void refusesWhatIsOutOfRange() {
        refuses("an endpoint's id is from 1 to 255: 256", () -> Endpoint.of(V4).withId(256));
        refuses("an endpoint's id is from 1 to 255: -1", () -> Endpoint.of(V4).withId(-1));
        refuses(
                "a port is from 0 to 65535: 65536",
                () -> Endpoint.of(V4, SIGNAL).withPort(65536));
        refuses("a port is from 0 to 65535: -1", () -> Endpoint.of(V4, SIGNAL).withPort(-1));
        refuses("an interface has no negative index", () -> Endpoint.of(V4).withInterface(-1));
    }

    @Test
    void refusesWhatEveryKernelRefuses() {
        refuses("only the kernel makes an IMPLICIT endpoint", () -> Endpoint.of(V4, IMPLICIT));
        refuses("SIGNAL and FULLMESH exclude each other", () -> Endpoint.of(V4, SIGNAL, FULLMESH));
        String port = "an endpoint with a port needs SIGNAL and must not have SUBFLOW";
        refuses(port, () -> Endpoint.of(V4).withPort(80));
        refuses(port, () -> Endpoint.of(V4, SUBFLOW).withPort(80));
        refuses(port, () -> Endpoint.of(V4, SIGNAL, SUBFLOW).withPort(80));
    }

    @Test
    void mayBeAnythingThatAKernelReports() {
        var odd = new Endpoint(1, V4, 80, -1, EndpointFlags.of(IMPLICIT, SIGNAL, FULLMESH, SUBFLOW));
        assertEquals(
                "Endpoint[id=1, address=/10.0.0.1, port=80, interfaceIndex=-1, flags=[SIGNAL, SUBFLOW, FULLMESH, IMPLICIT]]",
                odd.toString());
        refuses("an interface has no negative index", odd::requireCreatable);
    }

    @Test
    void dropsTheNameOfItsAddress() throws UnknownHostException {
        var named = InetAddress.getByAddress("www.example.org", V4.getAddress());
        assertEquals("/10.0.0.1", Endpoint.of(named).address().toString());
    }

    @Test
    void anIpv4AddressInIpv6StaysOne() throws UnknownHostException {
        byte[] bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
        var mapped = Inet6Address.getByAddress(null, bytes, -1);
        assertEquals(mapped, Endpoint.of(mapped).address());
    }

    private static void refuses(String rule, Executable construction) {
        String message =
                assertThrows(IllegalArgumentException.class, construction).getMessage();
        assertTrue(message.startsWith(rule), message);
    }

    private static InetAddress address(int... bytes) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
