package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.Test;

class AddressIdsTest {
    private final AddressIds ids = AddressIds.of(List.of());

    @Test
    void sameAddressHasTheSameIdAndAnotherAnother() throws IOException {
        assertEquals(1, ids.idOf(address(1), 0));
        assertEquals(2, ids.idOf(address(2), 0));
        assertEquals(3, ids.idOf(address(1), 80), "a port makes another one");
        assertEquals(4, ids.idOf(InetAddress.getByName("2001:db8::1"), 0));
        assertEquals(1, ids.idOf(address(1), 0));
        assertEquals(3, ids.idOf(address(1), 80));
    }

    @Test
    void nameAndScopeDoNotCount() throws IOException {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();
        assertEquals(1, ids.idOf(Inet6Address.getByAddress("a.example", bytes, 7), 0));
        assertEquals(1, ids.idOf(Inet6Address.getByAddress(null, bytes, 8), 0));
    }

    @Test
    void ipv4WrittenAsIpv6IsTheSame() throws IOException {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(address(1).getAddress(), 0, bytes, 12, 4);
        assertEquals(1, ids.idOf(address(1), 0));
        assertEquals(1, ids.idOf(Inet6Address.getByAddress(null, bytes, -1), 0));
    }

    @Test
    void startsWithWhatTheKernelHas() throws IOException {
        var seeded = AddressIds.of(List.of(local(5, 1), local(1, 2), local(0, 3)));
        assertEquals(5, seeded.idOf(address(1), 0));
        assertEquals(1, seeded.idOf(address(2), 0));
        assertEquals(0, seeded.idOf(address(3), 0), "the kernel would refuse another");
        assertEquals(2, seeded.idOf(address(4), 0), "the first that is free");
    }

    @Test
    void theConnectionBeganWithIdZero() throws IOException {
        var begun = AddressIds.of(address(1), List.of(local(5, 2)));
        assertEquals(0, begun.idOf(address(1), 0));
        assertEquals(5, begun.idOf(address(2), 0));
        assertEquals(1, begun.idOf(address(1), 80), "what is announced must not be 0");
        assertEquals(2, begun.idOf(address(3), 0));
        assertEquals(0, begun.idOf(address(1), 0));
    }

    @Test
    void theKernelIsRightAboutTheAddressThatTheConnectionBeganWith() throws IOException {
        assertEquals(7, AddressIds.of(address(1), List.of(local(7, 1))).idOf(address(1), 0));
        var replaced = AddressIds.of(address(1), List.of(local(0, 2)));
        assertEquals(0, replaced.idOf(address(2), 0));
        assertEquals(1, replaced.idOf(address(1), 0));
    }

    @Test
    void theKernelIsRight() throws IOException {
        assertEquals(1, ids.idOf(address(1), 0));
        assertEquals(2, ids.idOf(address(2), 0));
        assertEquals(3, ids.idOf(address(3), 0));
        ids.learn(List.of(local(1, 2), local(7, 3)));
        assertEquals(1, ids.idOf(address(2), 0), "it has the id of another");
        assertEquals(7, ids.idOf(address(3), 0), "it has another id");
        assertEquals(4, ids.idOf(address(1), 0), "it lost its own");
        ids.learn(List.of());
        assertEquals(4, ids.idOf(address(1), 0), "what the kernel forgot is kept");
    }

    @Test
    void releasedIdIsTheLastToBeGivenOutAgain() throws IOException {
        for (int i = 1; i <= 255; i++) {
            assertEquals(i, ids.idOf(address(i), 0));
        }
        ids.release(7);
        ids.release(9);
        ids.release(9);
        assertEquals(7, ids.idOf(address(300), 0));
        ids.release(7);
        assertEquals(9, ids.idOf(address(7), 0));
        assertEquals(7, ids.idOf(address(9), 0));
        assertEquals(9, ids.idOf(address(7), 0));
    }

    @Test
    void thereAre255AtMost() throws IOException {
        for (int i = 1; i <= 255; i++) {
            ids.idOf(address(i), 0);
        }
        assertEquals(200, ids.idOf(address(200), 0));
        LinuxException e = assertThrows(LinuxException.class, () -> ids.idOf(address(256), 0));
        assertEquals("find an address id: all 255 ids of the connection are given out (ENOSPC)", e.getMessage());
        ids.release(200);
        assertEquals(200, ids.idOf(address(256), 0));
    }

    @Test
    void isOneToOneWhateverHappens() throws IOException {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            switch (random.nextInt(10)) {
                case 0 -> ids.release(random.nextInt(256));
                case 1 -> ids.learn(List.of(local(random.nextInt(256), random.nextInt(300))));
                default -> ids.idOf(address(random.nextInt(200)), 0);
            }
        }
        Map<Integer, Integer> owners = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            int id = ids.idOf(address(i), 0);
            assertEquals(null, owners.put(id, i), "owner of " + id);
            assertEquals(id, ids.idOf(address(i), 0));
        }
        assertNotEquals(0, owners.size());
    }

    private static LocalAddress local(int id, int number) {
        return LocalAddress.of(id, address(number));
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
