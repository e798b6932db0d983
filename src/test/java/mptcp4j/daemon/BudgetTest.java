package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Caller ROOT = new Caller(new User("root"), true);
    private static final Caller GREEDY = new Caller(new User("greedy"), false);
    private static final int USERS = Budget.MOST_BYTES / Budget.MOST_BYTES_OF_USER;

    private final Budget budget = new Budget();
    private Selector selector;

    @BeforeEach
    void open() throws IOException {
        selector = Selector.open();
    }

    @AfterEach
    void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private Guest guest() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        return new Guest(channel, channel.register(selector, 0));
    }

    @Test
    void whoHoldsMostOfItsUsersHasToGo() throws IOException {
        Guest small = guest();
        Guest great = guest();
        Guest one = guest();
        assertEquals(Optional.empty(), budget.hold(small, GREEDY, 100));
        assertEquals(Optional.empty(), budget.hold(great, GREEDY, Budget.MOST_BYTES_OF_USER - 300));
        assertEquals(Optional.empty(), budget.hold(one, GREEDY, 200));
        assertEquals(Optional.of(great), budget.hold(one, GREEDY, 201));
        assertEquals(Optional.empty(), budget.hold(great, GREEDY, 0));
        assertEquals(Optional.empty(), budget.hold(one, GREEDY, 1000));
    }

    @Test
    void aLongAnswerToTheOnlyOneIsNotTooMuch() throws IOException {
        assertEquals(Optional.empty(), budget.hold(guest(), GREEDY, Budget.MOST_BYTES_OF_USER + 1));
        assertEquals(Optional.empty(), budget.hold(guest(), ROOT, Integer.MAX_VALUE));
    }

    @Test
    void manyUsersTogetherHoldNoMoreThanAFew() throws IOException {
        Guest greatest = guest();
        assertEquals(Optional.empty(), budget.hold(greatest, GREEDY, Budget.MOST_BYTES_OF_USER + 1));
        for (int i = 1; i < USERS; i++) {
            int all = Budget.MOST_BYTES_OF_USER - (i == 1 ? 1 : 0);
            assertEquals(Optional.empty(), budget.hold(guest(), new Caller(new User("" + i), false), all));
        }
        assertEquals(Optional.of(greatest), budget.hold(guest(), new Caller(new User("late"), false), 1));
    }

    private record User(String name) implements UserPrincipal {
        @Override
        public String getName() {
            return name;
        }
    }
}
