package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Requires;
import mptcp4j.linux.TcpInfoCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ObserverKernelIT {
    private Watched watched;

    @BeforeEach
    void connect() throws IOException {
        Requires.mptcp();
        watched = Watched.connect();
    }

    @AfterEach
    void closeAll() throws IOException {
        if (watched != null) {
            watched.close();
        }
    }

    private Observer observer(boolean told) throws IOException {
        return new Observer(watched.client, ConnectionDescriptor.find(ConnectedSocket.of(watched.pair.client())), told);
    }

    @Test
    void whatHasEndedIsNotUsableWhereTheKernelTells() throws IOException {
        Subflow second = watched.openSecond();
        Observer told = observer(true);
        Observer notTold = observer(false);
        watched.lab.client().run(() -> assertTrue(told.isUsable(second)));
        watched.close(second.id());
        watched.lab.client().run(() -> assertFalse(told.isUsable(second)));
        watched.lab.client().run(() -> assertTrue(notTold.isUsable(second)));
    }

    @Test
    void whatTheKernelCannotTellIsNotToldAndNoFallback() throws IOException {
        Observer observer = observer(true);
        Subflow subflow = watched.client.subflows().get(0);
        assertTrue(observer.isUsable(refused(subflow, Errno.EOPNOTSUPP)));
        Look look = observer.look().orElseThrow();
        assertEquals(1, look.subflows().size());
        assertEquals(Map.of(), look.priorities(), "nothing is asked for any more");
    }

    @Test
    void whatElseIsWrongIsSaid() throws IOException {
        Subflow subflow = watched.client.subflows().get(0);
        LinuxException memory =
                assertThrows(LinuxException.class, () -> observer(true).details(refused(subflow, Errno.ENOBUFS)));
        assertEquals(Errno.ENOBUFS, memory.errno());
    }

    /** Such a kernel cannot be had here: one without the module for that. */
    private Subflow refused(Subflow like, Errno errno) throws IOException {
        long token = watched.client.token();
        var nothing = new Measurements(new byte[TcpInfoCodec.MAX_SIZE], 0, TcpInfoCodec.MAX_SIZE);
        return new Subflow(like.id(), token, like.ends(), nothing, (local, remote, link) -> {
            throw new LinuxException("subflow show", errno, "asked");
        });
    }
}
