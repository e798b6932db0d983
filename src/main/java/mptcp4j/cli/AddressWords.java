package mptcp4j.cli;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import mptcp4j.cli.words.Words;

/**
 * What the words of {@code address announce} say; of two options that say the same, the latter counts.
 *
 * @param token names the connection
 * @param port 0 where none is said
 */
record AddressWords(long token, InetAddress address, OptionalInt id, int port, Optional<String> interfaceName) {
    /** {@code TOKEN ADDR [ id ID ] [ port NR ] [ dev NAME ]} */
    static AddressWords ofAnnounce(Words words) {
        long token = words.token("TOKEN");
        InetAddress address = words.address("ADDR");
        OptionalInt id = OptionalInt.empty();
        int port = 0;
        Optional<String> interfaceName = Optional.empty();
        while (!words.isEmpty()) {
            switch (words.keyword("id", "port", "dev")) {
                case "id" -> id = OptionalInt.of(words.id(1));
                case "port" -> port = words.port(1);
                default -> interfaceName = Optional.of(words.interfaceName("NAME"));
            }
        }
        return new AddressWords(token, address, id, port, interfaceName);
    }
}
