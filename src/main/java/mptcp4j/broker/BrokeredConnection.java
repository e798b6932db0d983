package mptcp4j.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.RemoteAddress;
import mptcp4j.pm.SubflowCommands;

/** Commands that the daemon carries out. */
record BrokeredConnection(BrokerClient client, long token) implements SubflowCommands {
    @Override
    public void announce(LocalAddress address) throws IOException {
        client.ask(Addresses.put(command("announce"), address));
    }

    @Override
    public void remove(int id) throws IOException {
        client.ask(command("remove").with("localId", id));
    }

    @Override
    public void createSubflow(LocalAddress local, RemoteAddress remote) throws IOException {
        client.ask(Addresses.put(Addresses.put(command("create"), local), remote));
    }

    @Override
    public void destroySubflow(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        client.ask(ends("destroy", local, remote));
    }

    @Override
    public void setBackup(InetSocketAddress local, InetSocketAddress remote, boolean backup) throws IOException {
        client.ask(ends("backup", local, remote).with("backup", backup));
    }

    @Override
    public List<LocalAddress> addresses() throws IOException {
        List<LocalAddress> addresses = new ArrayList<>();
        for (Line item : client.ask(command("addresses")).items()) {
            addresses.add(Addresses.local(item));
        }
        return List.copyOf(addresses);
    }

    private Line command(String name) {
        return Line.empty().with("do", name).with("token", token);
    }

    private Line ends(String name, InetSocketAddress local, InetSocketAddress remote) {
        return Addresses.put(Addresses.put(command(name), "local", local), "remote", remote);
    }
}
