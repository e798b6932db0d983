package mptcp4j.cli;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import mptcp4j.cli.words.Words;
import mptcp4j.diag.Connection;
import mptcp4j.route.Prefix;

/**
 * Which connections are meant. What is not said fits all.
 *
 * @param token names one
 * @param process the name or the number of a process that has it open
 * @param prefix of an address at either end, of the connection or of a subflow
 * @param port at either end, of the connection or of a subflow
 */
record ConnectionWords(OptionalLong token, Optional<String> process, Optional<Prefix> prefix, OptionalInt port) {
    static final String GRAMMAR = "[ show ] [ TOKEN ] [ FILTER ]... [ -w [ SECONDS ] ]"
            + "\nFILTER := { process PROCESS | address PREFIX | port NR }"
            + "\nPROCESS := { NAME | PID }"
            + "\nPREFIX := ADDRESS[/LENGTH]";

    /** What the kernel keeps of a process's name. */
    private static final int LONGEST_NAME = 15;

    static ConnectionWords of(Words words) {
        OptionalLong token = OptionalLong.empty();
        Optional<String> process = Optional.empty();
        Optional<Prefix> prefix = Optional.empty();
        OptionalInt port = OptionalInt.empty();
        while (!words.isEmpty()) {
            switch (words.keywordIfAny("process", "address", "port")) {
                case "process" -> process = Optional.of(words.text("PROCESS"));
                case "address" -> prefix = Optional.of(prefix(words.next("PREFIX")));
                case "port" -> port = OptionalInt.of(words.port(0));
                default -> token = OptionalLong.of(words.token("TOKEN"));
            }
        }
        return new ConnectionWords(token, process, prefix, port);
    }

    private static Prefix prefix(String text) {
        String[] parts = text.split("/", 2);
        InetAddress address = Words.of(List.of(parts[0])).address("PREFIX");
        Prefix host = Prefix.host(address);
        return parts.length == 1
                ? host
                : new Prefix(address, Words.of(List.of(parts[1])).number("LENGTH", 0, host.length()));
    }

    /** Returns whether a connection is meant. */
    boolean fit(Sample sample) {
        return process.map(name -> isOf(sample, name)).orElse(true)
                && prefix.map(its -> hasEnd(sample.connection(), end -> contains(its, end.getAddress())))
                        .orElse(true)
                && (port.isEmpty() || hasEnd(sample.connection(), end -> end.getPort() == port.getAsInt()));
    }

    private static boolean isOf(Sample sample, String process) {
        String name = process.substring(0, Math.min(process.length(), LONGEST_NAME));
        return sample.owners().stream()
                .anyMatch(owner -> owner.command().equals(name)
                        || Long.toString(owner.pid()).equals(process));
    }

    private static boolean hasEnd(Connection connection, Predicate<InetSocketAddress> condition) {
        Stream<InetSocketAddress> ofSubflows = connection.subflows().orElse(List.of()).stream()
                .flatMap(subflow -> Stream.of(subflow.local(), subflow.remote()));
        return Stream.concat(Stream.of(connection.local(), connection.remote()), ofSubflows)
                .anyMatch(condition);
    }

    private static boolean contains(Prefix prefix, InetAddress address) {
        byte[] network = prefix.address().getAddress();
        byte[] bytes = address.getAddress();
        return network.length == bytes.length
                && new BigInteger(1, network)
                                .xor(new BigInteger(1, bytes))
                                .shiftRight(bytes.length * Byte.SIZE - prefix.length())
                                .signum()
                        == 0;
    }
}
