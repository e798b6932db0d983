package mptcp4j.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import mptcp4j.cli.words.UsageException;
import mptcp4j.cli.words.Words;

/**
 * What the words of {@code subflow} say: {@code TOKEN local ADDR [ OPTION ]... remote ADDR [ OPTION ]...}.
 *
 * @param token names the connection
 */
record SubflowWords(long token, End local, End remote) {
    /** {@code TOKEN local ADDR [ port NR ] [ id ID ] [ dev NAME ] [ backup ] remote ADDR [ port NR ] [ id ID ]} */
    static SubflowWords ofCreate(Words words) {
        return read(words, new String[] {"port", "id", "dev", "backup"}, new String[] {"port", "id"});
    }

    /** {@code TOKEN local ADDR [ port NR ] remote ADDR [ port NR ]} */
    static SubflowWords ofEnds(Words words) {
        return read(words, new String[] {"port"}, new String[] {"port"});
    }

    private static SubflowWords read(Words words, String[] localOptions, String[] remoteOptions) {
        long token = words.token("TOKEN");
        words.keyword("local");
        End local = End.read(words, localOptions);
        words.keyword("remote");
        End remote = End.read(words, remoteOptions);
        words.end();
        return new SubflowWords(token, local, remote);
    }

    /**
     * One end; of two options that say the same, the latter counts.
     *
     * @param port 0 where none is said
     */
    record End(InetAddress address, int port, OptionalInt id, Optional<String> interfaceName, boolean backup) {
        static End read(Words words, String... options) {
            var end = new End(words.address("ADDR"), 0, OptionalInt.empty(), Optional.empty(), false);
            while (true) {
                switch (words.keywordIfAny(options)) {
                    case "port" -> end = end.withPort(words.port(1));
                    case "id" -> end = end.withId(words.id(0));
                    case "dev" -> end = end.withInterface(words.interfaceName("NAME"));
                    case "backup" -> end = new End(end.address, end.port, end.id, end.interfaceName, true);
                    default -> {
                        return end;
                    }
                }
            }
        }

        private End withPort(int newPort) {
            return new End(address, newPort, id, interfaceName, backup);
        }

        private End withId(int newId) {
            return new End(address, port, OptionalInt.of(newId), interfaceName, backup);
        }

        private End withInterface(String name) {
            return new End(address, port, id, Optional.of(name), backup);
        }

        InetSocketAddress socketAddress() {
            return new InetSocketAddress(address, port);
        }

        /** @throws UsageException if it has no port */
        InetSocketAddress withRequiredPort(String name) {
            if (port == 0) {
                throw UsageException.required("port NR of " + name);
            }
            return socketAddress();
        }
    }
}
