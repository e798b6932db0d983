package mptcp4j.diag;

import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code ss} shows of the options of sockets, as ours, by cookie. It must have been run with {@code -tinemOH --tos}, privileged. */
final class SsSettings {
    private static final Map<String, Integer> LINKS = Map.of("lo", 1);
    private static final Pattern LINK = Pattern.compile("%(\\w+)");
    private static final Pattern COOKIE = Pattern.compile(" sk:(\\w+)");
    private static final Pattern MARK = Pattern.compile(" fwmark:0x(\\w+)");
    private static final Pattern TOS = Pattern.compile(" tos:(?:0x)?(\\w+)");
    private static final Pattern TCLASS = Pattern.compile(" tclass:(?:0x)?(\\w+)");
    private static final Pattern MEMORY = Pattern.compile(" skmem:\\(r\\d+,rb(\\d+),t\\d+,tb(\\d+),");
    private static final Pattern CONGESTION_CONTROL = Pattern.compile(" (reno|cubic|bbr) ");

    private SsSettings() {}

    static SortedMap<Long, SubflowSettings> of(String output) {
        return byCookie(output.lines().map(SsSettings::settings).toList());
    }

    static SortedMap<Long, SubflowSettings> byCookie(Collection<SubflowSettings> all) {
        return all.stream()
                .collect(toMap(
                        SubflowSettings::cookie,
                        Function.identity(),
                        (one, other) -> {
                            throw new AssertionError("twice: " + one + ", " + other);
                        },
                        TreeMap::new));
    }

    private static SubflowSettings settings(String line) {
        Matcher memory = MEMORY.matcher(line);
        boolean found = memory.find();
        return new SubflowSettings(
                word(CONGESTION_CONTROL, line),
                number(TOS, line),
                number(TCLASS, line),
                OptionalLong.of(hexadecimal(word(MARK, line).orElse("0"))),
                found ? OptionalLong.of(Long.parseLong(memory.group(1))) : OptionalLong.empty(),
                found ? OptionalLong.of(Long.parseLong(memory.group(2))) : OptionalLong.empty(),
                word(LINK, line).map(LINKS::get).orElse(0),
                hexadecimal(word(COOKIE, line).orElseThrow()));
    }

    private static OptionalInt number(Pattern pattern, String line) {
        return word(pattern, line)
                .map(word -> OptionalInt.of((int) hexadecimal(word)))
                .orElse(OptionalInt.empty());
    }

    private static Optional<String> word(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static long hexadecimal(String word) {
        return Long.parseUnsignedLong(word, 16);
    }
}
