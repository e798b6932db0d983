package mptcp4j.lab;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** Sends datagrams from one host to another, to see whether they arrive. */
final class Datagrams implements Closeable {
    /** Below the second after which ARP asks again: the first packet must arrive at the first attempt. */
    private static final Duration PATIENCE = Duration.ofMillis(900);

    private static final Duration SILENCE = Duration.ofMillis(200);

    private final DatagramSocket sender;
    private final DatagramSocket receiver;
    private byte next;

    enum Fate {
        ARRIVED,
        VANISHED,
        REFUSED
    }

    private Datagrams(DatagramSocket sender, DatagramSocket receiver) {
        this.sender = sender;
        this.receiver = receiver;
    }

    static Datagrams between(Host source, InetAddress from, Host sink, InetAddress to) throws IOException {
        DatagramSocket receiver = sink.call(() -> new DatagramSocket(new InetSocketAddress(to, 0)));
        DatagramSocket sender = source.call(() -> new DatagramSocket(new InetSocketAddress(from, 0)));
        return new Datagrams(sender, receiver);
    }

    /** Sends one and says what became of it. One that shall vanish is waited for 200 ms, any other 900 ms. */
    Fate send(Fate expected) throws IOException {
        Duration wait = expected == Fate.VANISHED ? SILENCE : PATIENCE;
        receiver.setSoTimeout((int) wait.toMillis());
        byte[] sent = {++next};
        try {
            sender.send(new DatagramPacket(sent, sent.length, receiver.getLocalSocketAddress()));
        } catch (IOException e) {
            return Fate.REFUSED;
        }
        var received = new DatagramPacket(new byte[1], 1);
        try {
            do {
                receiver.receive(received);
            } while (!Arrays.equals(sent, received.getData()));
            return Fate.ARRIVED;
        } catch (SocketTimeoutException e) {
            return Fate.VANISHED;
        }
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }
}
