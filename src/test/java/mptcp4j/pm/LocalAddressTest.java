package mptcp4j.pm;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static mptcp4j.pm.EndpointFlag.SIGNAL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class LocalAddressTest {
    @Test
    void isBuiltStepByStep() {
        InetAddress address = InetAddress.getLoopbackAddress();
        assertEquals(
                new LocalAddress(3, address, 80, 2, EndpointFlags.of(BACKUP, SIGNAL)),
                LocalAddress.of(3, address)
                        .withPort(80)
                        .withInterface(2)
                        .with(BACKUP)
                        .with(SIGNAL));
        LocalAddress announced = LocalAddress.of(3, address).with(SIGNAL);
        assertEquals(LocalAddress.of(3, address), announced.without(SIGNAL).without(BACKUP));
    }

    @Test
    void remoteOneIsTheAddressOfTheConnectionOrAnnounced() {
        InetAddress address = InetAddress.getLoopbackAddress();
        RemoteAddress remote = RemoteAddress.of(new InetSocketAddress(address, 80));
        assertEquals(new RemoteAddress(0, address, 80), remote);
        assertEquals(new RemoteAddress(4, address, 80), remote.withId(4));
    }

    @Test
    void nameIsDropped() throws UnknownHostException {
        InetAddress named = InetAddress.getByAddress("a.example", new byte[] {10, 0, 0, 1});
        assertEquals("/10.0.0.1", LocalAddress.of(1, named).address().toString());
        assertEquals("/10.0.0.1", new RemoteAddress(1, named, 80).address().toString());
    }
}
