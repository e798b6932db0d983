package mptcp4j.cli;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import mptcp4j.cli.words.Words;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.EndpointFlags;

/** What the words of {@code endpoint} say of one, in any order; of two ids, addresses, ports or links, the latter counts. */
final class EndpointWords {
    private static final String NOT = "no";

    private final int leastId;
    private final String[] keywords;
    private final String[] flagNames;

    private Optional<InetAddress> address = Optional.empty();
    private OptionalInt id = OptionalInt.empty();
    private Optional<String> interfaceName = Optional.empty();
    private int port;
    private EndpointFlags flags = EndpointFlags.of();

    private EndpointWords(int leastId, String keywords, String flagNames) {
        this.leastId = leastId;
        this.keywords = keywords.split(" ");
        this.flagNames = flagNames.split(" ");
    }

    /** {@code ADDRESS [ dev NAME ] [ id ID ] [ port NR ] [ FLAG ]...} */
    static EndpointWords ofAdd(Words words) {
        return new EndpointWords(1, "id dev port", "signal subflow laminar backup fullmesh nobackup nofullmesh")
                .read(words);
    }

    /** {@code [ id ID ] [ ADDRESS ] [ port NR ] [ FLAG ]...} */
    static EndpointWords ofChange(Words words) {
        return new EndpointWords(1, "id port", "backup nobackup fullmesh nofullmesh").read(words);
    }

    /** {@code id ID [ ADDRESS ]}; 0 is the id of the address that a connection began with. */
    static EndpointWords ofDelete(Words words) {
        return new EndpointWords(0, "id", "").read(words);
    }

    private EndpointWords read(Words words) {
        while (!words.isEmpty()) {
            String flag = words.wholeKeywordIfAny(flagNames);
            if (flag.isEmpty()) {
                readNoFlag(words);
            } else {
                readFlag(flag);
            }
        }
        return this;
    }

    /** The kernel takes away each flag that is not given: {@code nobackup} says that nothing is, and takes nothing back. */
    private void readFlag(String name) {
        if (!name.startsWith(NOT)) {
            flags = flags.with(EndpointFlag.valueOf(name.toUpperCase(Locale.ROOT)));
        }
    }

    private void readNoFlag(Words words) {
        switch (words.keywordIfAny(keywords)) {
            case "id" -> id = OptionalInt.of(words.id(leastId));
            case "dev" -> interfaceName = Optional.of(words.interfaceName("NAME"));
            case "port" -> port = words.port(0);
            default -> address = Optional.of(words.address("ADDRESS", others()));
        }
    }

    private String[] others() {
        return Stream.of(keywords, flagNames)
                .flatMap(Stream::of)
                .filter(name -> !name.isEmpty())
                .toArray(String[]::new);
    }

    Optional<InetAddress> address() {
        return address;
    }

    OptionalInt id() {
        return id;
    }

    Optional<String> interfaceName() {
        return interfaceName;
    }

    /** Returns the port; 0 where none is said. */
    int port() {
        return port;
    }

    EndpointFlag[] flags() {
        return Stream.of(EndpointFlag.values()).filter(flags::contains).toArray(EndpointFlag[]::new);
    }
}
