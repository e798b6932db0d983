package mptcp4j.daemon.systemd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import mptcp4j.LinuxException;
import mptcp4j.linux.Abi;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.Poll;

/** The socket of a service manager. */
public final class NotifySocket implements Closeable {
    private final Fd socket;

    /** @param name a path, or, after {@code @}, a name in no file system */
    public NotifySocket(String name) throws LinuxException {
        byte[] path = (name.startsWith("@") ? "\0" + name.substring(1) : name).getBytes(StandardCharsets.UTF_8);
        byte[] address = ByteBuffer.allocate(Short.BYTES + path.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Abi.AF_UNIX)
                .put(path)
                .array();
        socket = Fd.of("socket", Libc.get().socket(Abi.AF_UNIX, Abi.SOCK_DGRAM | Abi.SOCK_CLOEXEC, 0));
        Fd.check("bind", Libc.get().bind(socket.number(), address));
    }

    /** Waits for a message, 20 seconds at most. */
    public String receive() throws LinuxException {
        assertTrue(new Poll(Libc.get(), socket).await(Duration.ofSeconds(20)), "a message");
        ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
        int length = Fd.check("recv", Libc.get().recv(socket.number(), buffer, 0));
        return StandardCharsets.UTF_8.decode(buffer.limit(length)).toString();
    }

    @Override
    public void close() {
        socket.close();
    }
}
