package mptcp4j.cli.words;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import mptcp4j.linux.IpAddress;

/**
 * The words of one command, taken from left to right. Keywords may be abbreviated as those of {@code ip}: any beginning of
 * one will do, and where it begins several, the first of them is meant. Not thread-safe.
 *
 * <p>Each method that takes a word throws {@link UsageException} where there is none, or where it is none of those allowed.
 */
public final class Words {
    private static final long MAX_U32 = 0xffff_ffffL;
    /** 1 to 15 bytes, no slash and no blank ({@code dev_valid_name} of net/core/dev.c). */
    private static final String INTERFACE = "[^/\\s\u00a0]{1,15}";

    private static final int MAX_ID = 255;
    private static final int MAX_PORT = 65535;

    private final Deque<String> left;
    private String last = "";

    private Words(List<String> words) {
        left = new ArrayDeque<>(words);
    }

    /** Returns these words, of which none is taken yet. */
    public static Words of(List<String> words) {
        return new Words(words);
    }

    /** Returns whether all are taken. */
    public boolean isEmpty() {
        return left.isEmpty();
    }

    /** Requires that all are taken. */
    public void end() {
        if (!left.isEmpty()) {
            throw UsageException.wrong(left.element(), "nothing more is expected");
        }
    }

    /**
     * Takes a word, whatever it is.
     *
     * @param name what the usage calls it, such as {@code ID}
     */
    public String next(String name) {
        if (left.isEmpty()) {
            throw missing(name);
        }
        last = left.remove();
        return last;
    }

    /** As {@link #next}, for what cannot be empty or blank. */
    public String text(String name) {
        String word = next(name);
        if (word.isBlank()) {
            throw wrong(name + " is expected");
        }
        return word;
    }

    /** Takes a keyword, and returns it in full. */
    public String keyword(String... keywords) {
        String found = keywordIfAny(keywords);
        if (found.isEmpty()) {
            throw unexpected(keywords);
        }
        return found;
    }

    /** Takes a keyword if the next word is one, and returns it in full; else takes nothing and returns an empty text. */
    public String keywordIfAny(String... keywords) {
        String word = left.isEmpty() ? "" : left.element();
        for (String keyword : keywords) {
            if (!word.isEmpty() && keyword.startsWith(word)) {
                last = left.remove();
                return keyword;
            }
        }
        return "";
    }

    /** As {@link #keywordIfAny}, for keywords that may not be abbreviated. */
    public String wholeKeywordIfAny(String... keywords) {
        boolean any = !left.isEmpty() && List.of(keywords).contains(left.element());
        if (any) {
            last = left.remove();
        }
        return any ? last : "";
    }

    /**
     * Takes a number: decimal, hexadecimal after {@code 0x}, octal after {@code 0}.
     *
     * @param name what the usage calls it
     */
    public int number(String name, int least, int most) {
        long number = Numbers.parse(next(name));
        if (number < least || number > most) {
            throw wrong("a number from " + least + " to " + most + " is expected");
        }
        return (int) number;
    }

    /**
     * Takes the id of an address, up to 255.
     *
     * @param least 1, or 0 where the address that a connection began with may be meant
     */
    public int id(int least) {
        return number("ID", least, MAX_ID);
    }

    /**
     * Takes a port, up to 65535.
     *
     * @param least 1, or 0 where that stands for any
     */
    public int port(int least) {
        return number("NR", least, MAX_PORT);
    }

    /** Takes a connection's token, 32 bits: decimal, or hexadecimal after {@code 0x}. */
    public long token(String name) {
        long number = Numbers.parse(next(name));
        if (number < 0 || number > MAX_U32) {
            throw wrong("a token is expected: a number of 32 bits, hexadecimal after 0x");
        }
        return number;
    }

    /**
     * Takes an address in digits, never a name: nothing is looked up.
     *
     * @param name what the usage calls it
     * @param others what else might be here, for the complaint
     */
    public InetAddress address(String name, String... others) {
        return IpAddress.parse(next(name)).orElseThrow(() -> {
            var allowed = new ArrayList<>(List.of("an IPv4 or IPv6 address"));
            allowed.addAll(List.of(others));
            return wrong(anyOf(allowed) + " is expected");
        });
    }

    /** Takes what may be the name of a link. Whether there is one, the kernel knows. */
    public String interfaceName(String name) {
        String word = next(name);
        // A name is bytes to the kernel, and it takes each for a character of Latin-1
        String bytes = new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (!bytes.matches(INTERFACE)) {
            throw wrong("invalid interface name");
        }
        return word;
    }

    /** Returns the complaint that the word taken last is wrong. */
    public UsageException wrong(String reason) {
        return UsageException.wrong(last, reason);
    }

    /** Returns the complaint that the next word is none of these, or that there is none. */
    public UsageException unexpected(String... keywords) {
        String allowed = anyOf(List.of(keywords));
        return left.isEmpty() ? missing(allowed) : UsageException.wrong(left.element(), allowed + " is expected");
    }

    /** Returns {@code a}, {@code a or b}, {@code a, b or c}. */
    private static String anyOf(List<String> names) {
        return String.join(", ", names).replaceFirst(", (?!.*, )", " or ");
    }

    private UsageException missing(String name) {
        return new UsageException(
                "command line is not complete: " + name + " is missing" + (last.isEmpty() ? "" : " after " + last));
    }
}
