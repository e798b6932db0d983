package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Requires;
import mptcp4j.pm.PathManagerEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenSubflowKernelIT {
    private Lab lab;
    private PathManagerEvents peersManager;
    private Pair pair;
    private MptcpConnection client;

    @BeforeEach
    void connect() throws IOException {
        Requires.mptcp();
        lab = Lab.of(Topology.twoHosts(2).withIpv6());
        lab.client().sysctl("net.mptcp.pm_type", "1");
        lab.server().sysctl("net.mptcp.pm_type", "1");
        peersManager = lab.server().call(() -> PathManagerEvents.open());
        ServerSocketChannel listener = lab.server().call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE));
        listener.bind(new InetSocketAddress(8080));
        SocketChannel channel = lab.client().call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE));
        channel.connect(new InetSocketAddress(lab.server().address(0), 8080));
        pair = new Pair(channel, listener.accept());
        client = MptcpConnection.of(channel);
    }

    @AfterEach
    void close() throws IOException {
        pair.close();
        peersManager.close();
        lab.close();
    }

    @Test
    void joinsFromAnotherAddress() throws IOException {
        pair.echo(10);
        InetAddress second = lab.client().address(1);
        Subflow opened = lab.client().call(() -> client.openSubflow(SubflowSpec.from(second)));
        assertEquals(2, opened.id());
        assertEquals(second, opened.local().getAddress());
        assertEquals(
                List.of(1L, 2L), client.subflows().stream().map(Subflow::id).toList());
    }
}
