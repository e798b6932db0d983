package mptcp4j.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.PathManager;
import org.junit.jupiter.api.Test;

class EndpointsKernelIT {
    @Test
    void endpointComesBackWhereTheKernelRefusesItsReplacement() throws IOException {
        Requires.mptcp();
        Endpoint one = endpoint("10.0.0.1", 1);
        Endpoint two = endpoint("10.0.0.2", 2);
        try (Netns netns = Netns.create();
                PathManager pathManager = netns.call(PathManager::open)) {
            pathManager.add(one);
            pathManager.add(two);
            LinuxException e =
                    assertThrows(LinuxException.class, () -> Endpoints.replace(pathManager, one, one.withId(two.id())));
            assertEquals(Errno.EBUSY, e.errno());
            assertEquals(0, e.getSuppressed().length);
            assertEquals(one, pathManager.get(1));
            Endpoints.replace(pathManager, one, one.withId(3));
            assertEquals(List.of(two, one.withId(3)), pathManager.endpoints());
        }
    }

    private static Endpoint endpoint(String address, int id) throws IOException {
        return Endpoint.of(InetAddress.getByName(address), EndpointFlag.SUBFLOW).withId(id);
    }
}
