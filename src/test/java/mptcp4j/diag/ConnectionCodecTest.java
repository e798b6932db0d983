package mptcp4j.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import mptcp4j.linux.Abi;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.MessageReader;
import mptcp4j.netlink.Messages;
import org.junit.jupiter.api.Test;

class ConnectionCodecTest {
    @Test
    void linkLocalAddressNamesItsLink() throws IOException {
        byte[] socket = DiagBytes.socket(Abi.AF_INET6, 80, attributes -> {});
        System.arraycopy(InetAddress.getByName("fe80::7").getAddress(), 0, socket, 8, 16);
        socket[40] = 9;
        socket[43] = 9;
        Listener listener = ConnectionCodec.listener(reader(socket));
        int link = 0x09000009; // the same in either byte order
        SocketAddress expected = new InetSocketAddress("fe80::7%" + link, 80);
        assertEquals(link, listener.interfaceIndex());
        assertEquals(expected.toString(), listener.local().toString());
    }

    private static MessageReader reader(byte[] payload) throws IOException {
        return Messages.reader(new Message(20, 0, 0, payload));
    }
}
