package mptcp4j.daemon;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Where clients of the broker come in: no more at a time than can be looked at. What happens at one door is nothing to the other. */
final class Door {
    private static final int MOST_UNKNOWN = 256;

    private final SelectionKey key;
    private final boolean administrators;
    private int unknown;

    /** @param administrators whether it is theirs */
    Door(ServerSocketChannel channel, boolean administrators, Selector selector) throws IOException {
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_ACCEPT, this);
        this.administrators = administrators;
    }

    boolean isForAdministrators() {
        return administrators;
    }

    /** Returns one who comes in, and of whom {@link #known} is to be told when it is known who that is. */
    Optional<SocketChannel> accept() throws IOException {
        if (unknown >= MOST_UNKNOWN) {
            open(false);
            return Optional.empty();
        }
        SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
        if (channel != null) {
            unknown++;
        }
        return Optional.ofNullable(channel);
    }

    void known() {
        unknown--;
        if (unknown == MOST_UNKNOWN / 2) {
            open(true);
        }
    }

    void open(boolean wide) {
        key.interestOps(wide ? SelectionKey.OP_ACCEPT : 0);
    }
}
