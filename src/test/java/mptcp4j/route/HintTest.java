package mptcp4j.route;

import static mptcp4j.route.NetworkTable.ADDRESSES;
import static mptcp4j.route.NetworkTable.LINKS;
import static mptcp4j.route.NetworkTable.ROUTES;
import static mptcp4j.route.NetworkTable.RULES;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HintTest {
    private static final Set<NetworkTable> ALL = EnumSet.allOf(NetworkTable.class);

    @Test
    void linksAreReadBeforeWhatDependsOnThem() {
        for (int type : new int[] {16, 17, 20, 21}) {
            assertEquals(Set.of(LINKS, ADDRESSES, ROUTES), Hint.of(message(type)), "type " + type);
        }
        assertEquals(Set.of(LINKS, ROUTES), Hint.of(message(24)));
        assertEquals(Set.of(LINKS, ROUTES), Hint.of(message(25)));
        assertEquals(Set.of(RULES), Hint.of(message(32)));
        assertEquals(Set.of(RULES), Hint.of(message(33)));
    }

    @Test
    void severalMessagesInOne() {
        ByteBuffer two =
                ByteBuffer.allocate(32).put(message(25)).put(message(33)).flip();
        assertEquals(Set.of(LINKS, ROUTES, RULES), Hint.of(two));
    }

    @Test
    void whatIsNotUnderstoodIsAboutEverything() {
        assertEquals(ALL, Hint.of(ByteBuffer.allocate(0)));
        assertEquals(ALL, Hint.of(ByteBuffer.allocate(7)));
        assertEquals(ALL, Hint.of(message(100)));
    }

    @Test
    void eachTableHasItsGroups() {
        assertArrayEquals(new int[] {1, 5, 9}, Hint.groups(EnumSet.of(ADDRESSES, LINKS)));
        assertEquals(7, Hint.groups(ALL).length);
    }

    private static ByteBuffer message(int type) {
        var header = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        return header.putInt(0, header.capacity()).putShort(4, (short) type);
    }
}
