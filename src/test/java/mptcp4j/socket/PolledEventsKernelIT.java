package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Kernel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolledEventsKernelIT extends EventContract {
    private static final Errno WHY = Errno.EPERM;

    @BeforeEach
    void tellsPriorities() {
        Requires.that(Kernel.running().has(new Kernel(6, 15)), "needs Linux 6.15, which tells everyone of priorities");
    }

    @Override
    ChangeSource source(MptcpConnection connection) {
        return connection.events().polled(Watched.OFTEN, new LinuxException("monitor", WHY));
    }

    @Test
    void saysThatItPolls() throws IOException {
        try (var subscription = watchClient()) {
            assertEquals(EventSource.POLLING, subscription.source());
            assertEquals(Optional.of(WHY), subscription.refusal().map(LinuxException::errno));
        }
    }
}
