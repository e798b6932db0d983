package mptcp4j.netlink;

import static mptcp4j.netlink.NetlinkSocket.ROUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
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
        Subscription links = links(BUFFER);
        var waiting = new FutureTask<>(() -> links.receive(Duration.ofHours(1)));
        var thread = new Thread(waiting);
        thread.start();
        while (thread.getState() != Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        links.close();
        links.close();
        assertEquals(Optional.empty(), orClosed(waiting));
        LinuxException e = assertThrows(LinuxException.class, () -> links.receive(Duration.ZERO));
        assertEquals(Errno.EBADF, e.errno());
    }

    /** Whoever comes to wait only after the end is told so. */
    private static Object orClosed(FutureTask<?> waiting) throws Exception {
        try {
            return waiting.get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            assertEquals(Errno.EBADF, ((LinuxException) e.getCause()).errno());
            return Optional.empty();
        }
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
}
