package mptcp4j.netlink;

import static mptcp4j.linux.Abi.SO_RCVBUFFORCE;
import static mptcp4j.netlink.NetlinkSocket.ROUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Libc;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubscriptionKernelIT {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int RTM_NEWLINK = 16;
    private static final int RTNLGRP_LINK = 1;
    private static final int BUFFER = 1 << 20;
    private static final int IFF_UP = 1;

    private Netns netns;

    @BeforeEach
    void make() throws IOException {
        Requires.namespaces();
        netns = Netns.create();
    }

    @AfterEach
    void remove() {
        netns.close();
    }

    @Test
    void receivesWhatTheKernelSaysUnasked() throws IOException {
        try (Subscription links = links(BUFFER)) {
            assertEquals(Optional.empty(), links.receive(Duration.ZERO));
            assertEquals(Optional.empty(), links.receive(Duration.ofMillis(1)));
            setLoopback(IFF_UP);
            var message = new MessageReader(links.receive(LONG).orElseThrow());
            assertTrue(message.next());
            assertEquals(RTM_NEWLINK, message.type());
        }
    }

    @Test
    void closingEndsTheWaitOfAnotherThread() throws Exception {
        var libc = new Watched();
        Subscription links = netns.call(() -> Subscription.open(libc.proxy, ROUTE, BUFFER, RTNLGRP_LINK));
        var waiting = new FutureTask<>(() -> links.receive(LONG.multipliedBy(2)));
        new Thread(waiting).start();
        assertTrue(libc.polls.await(LONG.toSeconds(), TimeUnit.SECONDS), "no poll");
        assertTimeout(LONG, links::close);
        assertEquals(Optional.empty(), waiting.get(LONG.toSeconds(), TimeUnit.SECONDS));
        links.close();
        LinuxException e = assertThrows(LinuxException.class, () -> links.receive(Duration.ZERO));
        assertEquals(Errno.EBADF, e.errno());
    }

    @Test
    void leavesNothingOpenWhenItCannotWake() throws IOException {
        var libc = new Watched();
        Subscription links = Subscription.open(libc.proxy, ROUTE, BUFFER, RTNLGRP_LINK);
        List<Path> open = libc.open();
        assertEquals(2, open.size(), open::toString);
        libc.refuse("write", Errno.EAGAIN);
        assertThrows(UncheckedIOException.class, links::close);
        assertEquals(List.of(), libc.open());
    }

    @Test
    void leavesNothingOpenWhenItCannotBeMade() {
        for (String call : List.of("setsockopt", "eventfd", "getsockopt")) {
            var libc = new Watched();
            libc.refuse(call, Errno.ENOMEM);
            LinuxException e = assertThrows(
                    LinuxException.class, () -> Subscription.open(libc.proxy, ROUTE, BUFFER, RTNLGRP_LINK), call);
            assertEquals(Errno.ENOMEM, e.errno(), call);
            assertEquals(List.of(), libc.open(), call);
        }
    }

    @Test
    void forcesTheBufferUnlessThatIsForbidden() throws IOException {
        var libc = new Watched();
        libc.refused = SO_RCVBUFFORCE;
        libc.refuse("setsockopt", Errno.EPERM);
        try (Subscription links = Subscription.open(libc.proxy, ROUTE, 100_000, RTNLGRP_LINK)) {
            assertEquals(200_000, links.bufferBytes());
        }
        libc.refuse("setsockopt", Errno.ENOMEM);
        LinuxException e =
                assertThrows(LinuxException.class, () -> Subscription.open(libc.proxy, ROUTE, BUFFER, RTNLGRP_LINK));
        assertEquals(Errno.ENOMEM, e.errno());
    }

    @Test
    void lossIsReportedOnceAndTheRestIsThere() throws IOException {
        try (Subscription links = links(1)) { // the kernel gives a little more
            for (int i = 0; i < 50; i++) {
                setLoopback(IFF_UP);
                setLoopback(0);
            }
            LinuxException e = assertThrows(LinuxException.class, () -> links.receive(LONG));
            assertEquals(Errno.ENOBUFS, e.errno());
            assertTrue(links.receive(Duration.ZERO).isPresent());
        }
    }

    @Test
    void refusesAGroupThatIsNone() {
        LinuxException e =
                assertThrows(LinuxException.class, () -> netns.call(() -> Subscription.open(ROUTE, BUFFER, 9999)));
        assertFalse(e.errno().equals(Errno.EPERM), e::getMessage);
    }

    private Subscription links(int buffer) throws IOException {
        return netns.call(() -> Subscription.open(ROUTE, buffer, RTNLGRP_LINK));
    }

    private void setLoopback(int flags) throws IOException {
        byte[] request = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putInt(4, 1)
                .putInt(8, flags)
                .putInt(12, IFF_UP)
                .array();
        try (var connection = new NetlinkConnection(netns.call(() -> NetlinkSocket.open(ROUTE)))) {
            connection.command("link set lo", RTM_NEWLINK, 0, request);
        }
    }

    /** The real calls, of which it refuses one, tells the first {@code poll} and remembers what was opened. */
    private static final class Watched implements InvocationHandler {
        final Libc proxy =
                (Libc) Proxy.newProxyInstance(Libc.class.getClassLoader(), new Class<?>[] {Libc.class}, this);
        final CountDownLatch polls = new CountDownLatch(1);
        private final Map<Path, Path> opened = new HashMap<>();
        private @Nullable String call;
        private Errno errno = Errno.EPERM;
        /** Where not 0, the option that is refused, and no other. */
        int refused;

        void refuse(String name, Errno why) {
            call = name;
            errno = why;
        }

        /** Returns what was opened and still is: a number may be given out again, to another file. */
        List<Path> open() {
            return opened.keySet().stream()
                    .filter(fd -> opened.get(fd).equals(target(fd)))
                    .toList();
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            String name = method.getName();
            if (name.equals(call) && (refused == 0 || arguments[2].equals(refused))) {
                return -errno.number();
            }
            if (name.equals("poll")) {
                polls.countDown();
            }
            Object result = method.invoke(Libc.get(), arguments);
            if (name.equals("socket") || name.equals("eventfd")) {
                Path fd = Path.of("/proc/self/fd/" + result);
                opened.put(fd, target(fd));
            }
            return result;
        }

        private static Path target(Path fd) {
            try {
                return Files.readSymbolicLink(fd);
            } catch (NoSuchFileException e) {
                return Path.of("closed");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
