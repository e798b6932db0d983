package mptcp4j.diag;

import static java.net.StandardProtocolFamily.INET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.socket.MptcpConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** What is asked for one subflow or one connection does not wait for the other sockets to be gone through. */
@Timeout(120)
class AmongManySocketsKernelIT {
    private static final int OTHERS = 1000;
    private static final int WARM_UP = 2000;
    private static final int TIMES = 1000;
    private static final long NOBODYS = 0;

    @Test
    void oneOfTwoThousandIsFoundSoon() throws Throwable {
        try (var sockets = new Sockets()) {
            sockets.addEndpoint("127.0.0.2", EndpointFlag.SUBFLOW);
            ServerSocketChannel listener = sockets.listen(INET);
            for (int i = 0; i < OTHERS; i++) {
                sockets.connect(INET, "127.0.0.1", listener);
            }
            ServerSocketChannel other = sockets.listen(INET);
            SocketChannel client = sockets.talk(INET, "127.0.0.1", other);
            long token = MptcpConnection.of(client).token();
            Connections connections = sockets.connections();
            Sockets.await(
                    "both subflows",
                    () -> connections
                                    .find(token, Detail.SUBFLOWS)
                                    .orElseThrow()
                                    .subflows()
                                    .orElseThrow()
                                    .size()
                            == 2);
            Connection its = connections.find(token, Detail.SUBFLOWS).orElseThrow();
            for (Subflow subflow : its.subflows().orElseThrow()) {
                assertEquals(
                        subflow.cookie(),
                        connections
                                .subflow(subflow.local(), subflow.remote())
                                .orElseThrow()
                                .cookie());
            }
            Subflow one = its.subflows().orElseThrow().get(1);
            long lookup = median(() -> connections.subflow(one.local(), one.remote()));
            long settings = median(() -> connections.settings(one.local(), one.remote()));
            long connection = median(() -> connections.find(token, Detail.CONNECTION));
            long nobody = median(() -> connections.find(NOBODYS, Detail.CONNECTION));
            long all = time(() -> connections.find(token, Detail.SUBFLOWS));
            for (long each : List.of(lookup, settings, connection, nobody)) {
                assertTrue(each < all / 4, each + " ns, " + all + " ns through all");
            }
        }
    }

    private static long median(ThrowingSupplier<?> call) throws Throwable {
        for (int i = 0; i < WARM_UP; i++) {
            call.get();
        }
        long[] times = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            times[i] = time(call);
        }
        Arrays.sort(times);
        return times[TIMES / 2];
    }

    private static long time(ThrowingSupplier<?> call) throws Throwable {
        long start = System.nanoTime();
        call.get();
        return System.nanoTime() - start;
    }
}
