package mptcp4j.netlink;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decodes what no kernel sends: a corpus, one input a line in hexadecimal, and mutations of it that are the same in every
 * run. A decoder may return or throw {@link MalformedException}, nothing else. An input that it fails on belongs into the
 * corpus.
 */
public final class Fuzz {
    private static final int MUTATIONS = 3000;

    private Fuzz() {}

    /** @param corpus the file's name in {@code src/test/resources/fuzz} */
    public static void replay(String corpus, Decoder decoder) throws IOException {
        var random = new SplittableRandom(0x8684);
        int good = 0;
        int bad = 0;
        for (byte[] input : inputs(corpus)) {
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] mutant = i == 0 ? input : mutate(input, random);
                if (decodes(decoder, mutant)) {
                    good++;
                } else {
                    bad++;
                }
            }
        }
        assertTrue(
                good > MUTATIONS / 10 && bad > MUTATIONS, "decoded " + good + ", refused " + bad + ": too few of one");
    }

    private static boolean decodes(Decoder decoder, byte[] input) {
        try {
            decoder.decode(input);
            return true;
        } catch (MalformedException e) {
            return false;
        } catch (IOException | RuntimeException e) {
            throw new AssertionError("on " + Bytes.text(input), e);
        }
    }

    private static List<byte[]> inputs(String corpus) throws IOException {
        try (InputStream in = Fuzz.class.getResourceAsStream("/fuzz/" + corpus)) {
            if (in == null) {
                throw new IOException("no corpus " + corpus);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Bytes::little)
                    .toList();
        }
    }

    /** Changes a byte, a 16-bit length to a small one, or the end; one to four times. */
    private static byte[] mutate(byte[] input, SplittableRandom random) {
        byte[] mutant = input.clone();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int at = random.nextInt(mutant.length + 1);
            switch (random.nextInt(4)) {
                case 0 -> mutant = Arrays.copyOf(mutant, at);
                case 1 -> mutant = Arrays.copyOf(mutant, mutant.length + random.nextInt(8));
                case 2 -> set(mutant, at, random.nextInt(256));
                default -> {
                    set(mutant, at & ~3, random.nextInt(24));
                    set(mutant, (at & ~3) + 1, 0);
                }
            }
        }
        return mutant;
    }

    private static void set(byte[] bytes, int at, int value) {
        if (at < bytes.length) {
            bytes[at] = (byte) value;
        }
    }

    /** What is fuzzed. */
    @FunctionalInterface
    public interface Decoder {
        void decode(byte[] input) throws IOException;
    }
}
