package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.List;
import java.util.stream.IntStream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkSocket;
import mptcp4j.netlink.generic.GenericFamily;
import mptcp4j.pm.Steered.Connected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the running kernel refuses to do to a connection, with which number and in which words. */
class ConnectionRefusalKernelIT extends SteeredInNetns {
    @Test
    void refusesATokenThatIsNone() throws IOException {
        Connected connected = steered.connect();
        long token = connected.token();
        connected.client.close();
        connected.server.close();
        Steered.await(false, () -> isThere(token));
        refusesAll(pathManager.connection(token), "invalid token");
    }

    private boolean isThere(long token) throws IOException {
        try {
            pathManager.connection(token).addresses();
            return true;
        } catch (LinuxException e) {
            assertEquals(Errno.EINVAL, e.errno());
            return false;
        }
    }

    @Test
    void refusesAConnectionOfTheKernelsPathManager() throws IOException {
        steered.manageFrom("0");
        Connected connected = steered.connect();
        steered.manageFrom("1");
        refusesAll(client(connected), "userspace PM not selected");
        refusesAll(server(connected), "userspace PM not selected");
    }

    private void refusesAll(ConnectionPathManager connection, String words) {
        InetSocketAddress local = new InetSocketAddress(SECOND, 80);
        InetSocketAddress remote = new InetSocketAddress(FIRST, 80);
        List<Executable> all = List.of(
                () -> connection.announce(LocalAddress.of(1, SECOND)),
                () -> connection.remove(1),
                () -> connection.createSubflow(LocalAddress.of(1, SECOND), RemoteAddress.of(remote)),
                () -> connection.destroySubflow(local, remote),
                () -> connection.setBackup(local, remote, true),
                connection::addresses);
        all.forEach(command -> refuses(Errno.EINVAL, words, command));
        refuses(Errno.EINVAL, "address not found", () -> connection.address(1));
    }

    @Test
    void refusesASubflowBeforeBothEndsHaveSentData() throws IOException {
        Connected connected = steered.connectSilently(StandardProtocolFamily.INET, FIRST);
        ConnectionPathManager client = client(connected);
        Executable create = () -> client.createSubflow(LocalAddress.of(1, SECOND), connected.remote(FIRST));
        refuses(Errno.ENOTCONN, "connect error: -107", create);
        assertEquals(List.of(), client.addresses(), "no entry stays");
        connected.echo();
        client.createSubflow(LocalAddress.of(1, SECOND), connected.remote(FIRST));
        Steered.await(List.of(FIRST, SECOND), connected::sources);
    }

    @Test
    void refusesASubflowThatCannotBeConnected() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        RemoteAddress there = connected.remote(FIRST);
        refuses(
                Errno.EADDRNOTAVAIL,
                "connect error: -99",
                () -> client.createSubflow(LocalAddress.of(1, NOT_OURS), there));
        refuses(
                Errno.ENETUNREACH,
                "connect error: -101",
                () -> client.createSubflow(LocalAddress.of(1, SECOND), connected.remote(NOT_OURS)));
        refuses(
                Errno.EADDRINUSE,
                "connect error: -98",
                () -> client.createSubflow(LocalAddress.of(1, SECOND).withPort(connected.port), there));
        refuses(
                Errno.ENODEV,
                "connect error: -19",
                () -> client.createSubflow(LocalAddress.of(1, SECOND).withInterface(9999), there));
        assertEquals(List.of(), client.addresses(), "no entry stays");
    }

    @Test
    void refusesASecondIdForAnAddressAndASecondAddressForAnId() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        RemoteAddress there = connected.remote(FIRST);
        String words = "did not match address and id";
        client.createSubflow(LocalAddress.of(1, SECOND), there);
        refuses(Errno.EINVAL, words, () -> client.createSubflow(LocalAddress.of(2, SECOND), there));
        refuses(Errno.EINVAL, words, () -> client.createSubflow(LocalAddress.of(1, THIRD), there));
        refuses(
                Errno.EINVAL,
                words,
                () -> client.createSubflow(LocalAddress.of(1, SECOND).withPort(5005), there));
        refuses(Errno.EINVAL, words, () -> client.announce(LocalAddress.of(2, SECOND)));
        refuses(Errno.EINVAL, words, () -> client.announce(LocalAddress.of(1, THIRD)));
        refuses(
                Errno.EINVAL,
                words,
                () -> client.announce(LocalAddress.of(1, SECOND).withPort(80)));
        client.announce(LocalAddress.of(1, SECOND));
    }

    @Test
    void refusesAnIdThatIsNot() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        refuses(Errno.EINVAL, "address with id 9 not found", () -> client.remove(9));
        refuses(Errno.EINVAL, "address not found", () -> client.address(9));
    }

    @Test
    void refusesTheOtherFamily() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        RemoteAddress there = connected.remote(FIRST);
        String words = "families mismatch";
        refuses(Errno.EINVAL, words, () -> client.createSubflow(LocalAddress.of(1, six), there));
        refuses(Errno.EINVAL, words, () -> client.createSubflow(LocalAddress.of(1, SECOND), connected.remote(six)));
        refuses(Errno.EINVAL, words, () -> client.createSubflow(LocalAddress.of(1, six), connected.remote(six)));
        refuses(
                Errno.EINVAL,
                "address families do not match",
                () -> client.destroySubflow(new InetSocketAddress(six, 1), new InetSocketAddress(FIRST, 1)));
    }

    @Test
    void refusesToTouchASubflowThatIsNot() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        InetSocketAddress local = (InetSocketAddress) connected.client.getLocalAddress();
        InetSocketAddress remote = new InetSocketAddress(FIRST, connected.port);
        InetSocketAddress other = new InetSocketAddress(FIRST, 1);
        refuses(Errno.ESRCH, "subflow not found", () -> client.destroySubflow(local, other));
        refuses(Errno.ESRCH, "subflow not found", () -> client.destroySubflow(other, remote));
        refuses(Errno.EINVAL, "subflow not found", () -> client.setBackup(local, other, true));
        refuses(Errno.EINVAL, "subflow not found", () -> client.setBackup(other, remote, true));
        InetSocketAddress without = new InetSocketAddress(FIRST, 0);
        refuses(Errno.EINVAL, "missing local port", () -> client.destroySubflow(without, remote));
        refuses(Errno.EINVAL, "missing remote port", () -> client.destroySubflow(local, without));
    }

    @Test
    void refusesToAnnounceUnderIdZero() throws IOException {
        Connected connected = steered.connect();
        refuses(Errno.EINVAL, "invalid addr id", () -> client(connected).announce(LocalAddress.of(0, SECOND)));
    }

    /** What we never ask. */
    @Test
    void refusesToAnnounceWithoutSignalAndASubflowWithIt() throws IOException {
        Connected connected = steered.connect();
        long token = connected.token();
        LocalAddress signal = LocalAddress.of(1, SECOND).with(EndpointFlag.SIGNAL);
        try (var connection = netns.call(() -> new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.GENERIC)))) {
            GenericFamily family = GenericFamily.find(connection, "mptcp_pm", 1, "MPTCP");
            refuses(Errno.EINVAL, "invalid addr flags", () -> announce(family, token, LocalAddress.of(1, SECOND)));
            refuses(Errno.EINVAL, "attribute 1 is missing", () -> family.command("announce", 8, out -> {}));
            RemoteAddress there = connected.remote(FIRST);
            refuses(Errno.EINVAL, "invalid addr flags", () -> create(family, token, signal, there));
            create(family, token, signal.without(EndpointFlag.SIGNAL), there);
        }
    }

    private static void create(GenericFamily family, long token, LocalAddress local, RemoteAddress remote)
            throws IOException {
        family.command(
                "create",
                10,
                out -> out.u32(4, (int) token)
                        .nest(1, addr -> EndpointCodec.write(addr, local.entry()))
                        .nest(6, addr -> EndpointCodec.writeAddress(addr, remote.address(), remote.port())));
    }

    private static void announce(GenericFamily family, long token, LocalAddress address) throws IOException {
        family.command(
                "announce",
                8,
                out -> out.u32(4, (int) token).nest(1, addr -> EndpointCodec.write(addr, address.entry())));
    }

    @Test
    void setsNoLimit() throws IOException {
        Connected connected = steered.connect();
        for (int i = 2; i <= 21; i++) {
            client(connected)
                    .createSubflow(LocalAddress.of(i, Steered.literal("127.0.0." + i)), connected.remote(FIRST));
        }
        List<InetAddress> expected = IntStream.rangeClosed(1, 21)
                .mapToObj(i -> Steered.literal("127.0.0." + i))
                .toList();
        Steered.await(expected, connected::sources);
    }
}
