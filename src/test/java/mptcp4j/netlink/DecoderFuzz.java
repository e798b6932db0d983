package mptcp4j.netlink;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mptcp4j.LinuxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What every decoder does with what no kernel sends: it returns or throws a typed error, soon, and takes little memory. The
 * inputs are a corpus, mutations of it, trees of attributes with any numbers, and any bytes. An input that a decoder fails
 * on belongs into its corpus. Subclasses are named {@code *FuzzTest}.
 */
public abstract class DecoderFuzz {
    /** For the exception, and for what the virtual machine does when something is used first. */
    private static final long BASE_BYTES = 1024 * 1024;
    /** The smallest attribute has 4 bytes, and what is made of it some objects. */
    private static final long BYTES_EACH = 128;

    private static final int MOST_MUTATIONS = 4;

    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<byte[]> corpus;

    /** @param corpus the file's name in {@code src/test/resources/fuzz}, one input a line in hexadecimal */
    protected DecoderFuzz(String corpus) throws IOException {
        try (InputStream in = DecoderFuzz.class.getResourceAsStream("/fuzz/" + corpus)) {
            if (in == null) {
                throw new IOException("no corpus " + corpus);
            }
            this.corpus = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Bytes::little)
                    .toList();
        }
    }

    /** Decodes all of an input. */
    protected abstract void decode(byte[] input) throws IOException;

    @Example
    void corpusHasBothKinds() throws IOException {
        int good = 0;
        for (byte[] input : corpus) {
            good += decodes(input) ? 1 : 0;
        }
        assertTrue(good > 0 && good < corpus.size(), good + " good ones of " + corpus.size());
    }

    @Property
    void mutantIsDecodedOrRefused(@ForAll("mutants") byte[] input) throws IOException {
        decodes(input);
    }

    @Property
    void treeIsDecodedOrRefused(@ForAll("trees") byte[] input) throws IOException {
        decodes(input);
    }

    @Property
    void anythingIsDecodedOrRefused(@ForAll byte[] input) throws IOException {
        decodes(input);
    }

    @Provide
    Arbitrary<byte[]> mutants() {
        return Combinators.combine(
                        Arbitraries.of(corpus),
                        Mutation.any().list().ofMinSize(1).ofMaxSize(MOST_MUTATIONS))
                .as((seed, mutations) -> {
                    byte[] mutant = seed.clone();
                    for (Mutation mutation : mutations) {
                        mutant = mutation.apply(mutant);
                    }
                    return mutant;
                });
    }

    /** What comes before the attributes is that of a seed. */
    @Provide
    Arbitrary<byte[]> trees() {
        return Arbitraries.randomValue(
                random -> new Tree(random).behind(corpus.get(random.nextInt(corpus.size())), headerSize()));
    }

    /** How many bytes of an input come before its attributes. */
    protected int headerSize() {
        return 0;
    }

    private boolean decodes(byte[] input) throws IOException {
        long before = MEMORY.getCurrentThreadAllocatedBytes();
        boolean good = true;
        try {
            decode(input);
        } catch (LinuxException e) {
            good = false;
        }
        long taken = MEMORY.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
                taken <= BASE_BYTES + BYTES_EACH * input.length,
                () -> taken + " bytes of memory for " + input.length + " bytes: " + Bytes.text(input));
        return good;
    }
}
