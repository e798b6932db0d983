package mptcp4j.socket;

import static mptcp4j.TcpState.ESTABLISHED;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import mptcp4j.lab.Lab;

/** Opens, refreshes and closes subflows of one connection at random. While one is opened the server makes no calls. */
final class Churn {
    private static final int MOST = 6;

    private final Lab lab;
    private final MptcpConnection client;
    private final MptcpConnection server;
    private final HeldBack calls;
    private final List<InetAddress> addresses = new ArrayList<>();
    private final Random random;
    private final Set<Long> ids = new HashSet<>();
    private final Map<Operation, Integer> done = new EnumMap<>(Operation.class);

    Churn(Lab lab, MptcpConnection client, MptcpConnection server, HeldBack calls, long seed) throws IOException {
        this.lab = lab;
        this.client = client;
        this.server = server;
        this.calls = calls;
        this.random = new Random(seed);
        for (int path = 0; path < lab.paths().size(); path++) {
            addresses.add(lab.client().address(path));
        }
        client.subflows().forEach(subflow -> ids.add(subflow.id()));
    }

    /** Does so many operations, one after the other, in the client's namespace. */
    void run(int count) throws IOException {
        lab.client().run(() -> {
            for (int i = 0; i < count; i++) {
                List<Subflow> alive = alive();
                Operation operation = choose(alive.size());
                attempt(i, operation, any(alive));
                done.merge(operation, 1, Integer::sum);
            }
        });
    }

    /** Returns how often each operation was done. */
    Map<Operation, Integer> done() {
        return done;
    }

    /** Returns the one that is left. */
    Subflow closeAllButOne() throws IOException {
        return lab.client().call(() -> {
            List<Subflow> alive = alive();
            for (Subflow one : alive.subList(0, alive.size() - 1)) {
                client.closeSubflow(one.id());
            }
            return alive.get(alive.size() - 1);
        });
    }

    private Operation choose(int subflows) {
        while (true) {
            Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
            if (subflows >= operation.least && subflows + operation.more <= MOST) {
                return operation;
            }
        }
    }

    /** Returns what neither end has begun to close: a FIN takes its time behind the data that it follows. */
    private List<Subflow> alive() throws IOException {
        List<Subflow> there = server.subflows();
        return client.subflows().stream()
                .filter(one -> one.state() == ESTABLISHED)
                .filter(one -> there.stream()
                        .anyMatch(other -> other.state() == ESTABLISHED && other.connects(one.remote(), one.local())))
                .toList();
    }

    private void attempt(int number, Operation operation, Subflow one) throws IOException {
        try {
            if (operation.opens) {
                calls.during(() -> carryOut(operation, one));
            } else {
                carryOut(operation, one);
            }
        } catch (IOException | AssertionError e) {
            throw new AssertionError(
                    "operation " + number + ", " + operation + " of " + one + ", after " + done + ", with "
                            + client.subflows() + " here and " + server.subflows() + " there",
                    e);
        }
    }

    private void carryOut(Operation operation, Subflow one) throws IOException {
        switch (operation) {
            case OPEN -> handedOut(client.openSubflow(SubflowSpec.from(any(addresses))));
            case DUPLICATE -> handedOut(client.duplicate(one.id()));
            case REFRESH -> handedOut(client.refresh(one.id(), Refresh.MAKE_BEFORE_BREAK));
            case REPLACE -> handedOut(client.refresh(one.id(), Refresh.BREAK_BEFORE_MAKE));
            case CLOSE -> client.closeSubflow(one.id());
            case CLOSE_BY_PEER -> closeByPeer(one);
            case BACKUP -> client.setBackup(one.id(), random.nextBoolean());
        }
    }

    private void handedOut(Subflow subflow) {
        assertTrue(ids.add(subflow.id()), () -> subflow + " has the id of another, among " + ids);
    }

    private void closeByPeer(Subflow one) throws IOException {
        Subflow there = server.subflows().stream()
                .filter(subflow -> subflow.connects(one.remote(), one.local()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the server does not have " + one));
        lab.server().run(() -> server.closeSubflow(there.id()));
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    enum Operation {
        OPEN(1, 1, true),
        DUPLICATE(1, 1, true),
        REFRESH(1, 1, true),
        REPLACE(1, 0, true),
        CLOSE(2, 0, false),
        CLOSE_BY_PEER(2, 0, false),
        BACKUP(1, 0, false);

        /** How many subflows it needs, and how many more there are at most while it is carried out. */
        private final int least;

        private final int more;

        private final boolean opens;

        Operation(int least, int more, boolean opens) {
            this.least = least;
            this.more = more;
            this.opens = opens;
        }
    }
}
