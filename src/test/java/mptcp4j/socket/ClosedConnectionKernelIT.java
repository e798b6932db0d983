package mptcp4j.socket;

import static mptcp4j.socket.MptcpMode.REQUIRE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked of a connection whose socket is closed, the answer is that, also when its number is another's. */
class ClosedConnectionKernelIT {
    private static final Map<Class<?>, Object> ARGUMENTS = new HashMap<>(Map.of(
            long.class,
            1L,
            int.class,
            1,
            boolean.class,
            true,
            Duration.class,
            Duration.ofSeconds(1),
            SubflowSpec.class,
            SubflowSpec.any(),
            Refresh.class,
            Refresh.MAKE_BEFORE_BREAK,
            InetAddress.class,
            InetAddress.getLoopbackAddress(),
            InetSocketAddress.class,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            Consumer.class,
            (Consumer<Object>) event -> {}));

    static {
        ARGUMENTS.put(SubflowOption.class, SubflowOption.IP_TOS);
        ARGUMENTS.put(Object.class, 0x28);
    }

    private Loopback loopback;

    @BeforeEach
    void createNamespace() throws Exception {
        loopback = Loopback.create();
        loopback.sysctl("net.mptcp.pm_type", 1);
    }

    @AfterEach
    void closeNamespace() {
        loopback.close();
    }

    static Stream<Method> methods() {
        return Arrays.stream(MptcpConnection.class.getDeclaredMethods())
                .filter(method ->
                        Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void isClosed(Method method) throws Exception {
        Pair pair = loopback.call(() -> Pair.multipath().echo(10));
        MptcpConnection connection = MptcpConnection.of(pair.client());
        pair.close();
        long before = Descriptors.settled();
        assertClosed(method, connection);
        assertEquals(before, Descriptors.count(), "descriptors");
    }

    @ParameterizedTest
    @MethodSource("methods")
    void isClosedAlsoWhereItsNumberIsGivenOutAgain(Method method) throws Exception {
        Pair pair = loopback.call(() -> Pair.multipath().echo(10));
        MptcpConnection connection = MptcpConnection.of(pair.client());
        int number = connection.ask(fd -> fd);
        pair.client().close();
        SocketChannel other = loopback.call(() -> Mptcp.openSocketChannel(REQUIRE));
        try (other;
                Pair next = loopback.call(() -> Pair.multipath().echo(10))) {
            assertEquals(true, Stream.of(other, next.client(), next.server()).anyMatch(SocketChannel::isOpen));
            assertEquals(true, Arrays.stream(OpenDescriptors.list()).anyMatch(fd -> fd == number), "given out again");
            assertClosed(method, connection);
        }
        pair.close();
    }

    private void assertClosed(Method method, MptcpConnection connection) throws Exception {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> {
                    Object argument = ARGUMENTS.get(type);
                    return assertInstanceOf(Object.class, argument, () -> "give " + type + " a value, for " + method);
                })
                .toArray();
        loopback.run(() -> {
            Throwable thrown = assertThrows(InvocationTargetException.class, () -> {
                        Object result = method.invoke(connection, arguments);
                        if (result instanceof Future<?> future) {
                            rethrow(future);
                        }
                    })
                    .getCause();
            assertInstanceOf(ClosedChannelException.class, thrown);
        });
    }

    private static void rethrow(Future<?> future) throws Exception {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new InvocationTargetException(e.getCause());
        }
    }
}
