package mptcp4j.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code ip mptcp} or {@code tc} and a real kernel said to each other, from {@code src/test/resources/golden}: the command, then
 * {@code > request} and {@code < answer}, one datagram a line. Recorded on a little-endian machine.
 */
public final class Golden {
    private static final int CONTROLLER = 16;

    private final List<Exchange> exchanges = new ArrayList<>();

    private Golden(List<String> lines) throws MalformedException {
        for (String line : lines) {
            byte[] datagram = Bytes.little(line.substring(2));
            if (line.startsWith(">")) {
                exchanges.add(new Exchange(Messages.decode(datagram).get(0), new ArrayList<>()));
            } else {
                exchanges.get(exchanges.size() - 1).answers().add(datagram);
            }
        }
    }

    /** @param name the file's, without {@code .hex} */
    public static Golden read(String name) throws IOException {
        return new Golden(lines(name));
    }

    /** Returns what the kernel said unasked, one datagram after the other. */
    public static List<byte[]> notifications(String name) throws IOException {
        return lines(name).stream().map(line -> Bytes.little(line.substring(2))).toList();
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".hex")) {
            if (in == null) {
                throw new IOException("no recording " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1) // the command
                    .toList();
        }
    }

    /** Returns what was sent. */
    public List<Message> requests() {
        return exchanges.stream().map(Exchange::request).toList();
    }

    /** Makes the kernel answer as it did. To a request without the ACK flag it did not acknowledge; to ours it would. */
    public void replay(FakeKernel kernel) throws MalformedException {
        for (Exchange exchange : exchanges) {
            boolean ended = false;
            for (byte[] answer : exchange.answers()) {
                kernel.thenRecorded(answer);
                for (Message m : Messages.decode(answer)) {
                    ended |= m.type() == Message.ERROR || m.type() == Message.DONE;
                }
            }
            if (ended) {
                kernel.end();
            } else {
                kernel.thenAck();
            }
        }
    }

    /** Fails unless the requests are the recorded ones, byte for byte but for sequence and port id. */
    public void assertRequests(List<Message> requests) {
        assertEquals(
                exchanges.stream().map(exchange -> normal(exchange.request())).toList(),
                requests.stream().map(Golden::normal).toList());
    }

    /** We ask for an acknowledgement always, and tell the controller our version; {@code ip} sends it 0. */
    private static Message normal(Message request) {
        byte[] payload = request.payload().clone();
        if (request.type() == CONTROLLER) {
            payload[1] = 0;
        }
        return new Message(request.type(), request.flags() | Message.ACK, 0, payload);
    }

    private record Exchange(Message request, List<byte[]> answers) {}
}
