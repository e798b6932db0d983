package mptcp4j.netlink;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * One change of an input.
 *
 * @param kind what changes
 * @param place where, in thousandths of the input's length
 * @param value what is put there
 */
record Mutation(Kind kind, int place, int value) {
    private static final int SMALL = 24;

    enum Kind {
        CUT,
        EXTEND,
        SET_BYTE,
        SET_LENGTH,
        FLIP_BIT,
        REPEAT
    }

    static Arbitrary<Mutation> any() {
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.integers().between(0, 255))
                .as(Mutation::new);
    }

    byte[] apply(byte[] input) {
        int at = input.length * place / 1000;
        return switch (kind) {
            case CUT -> Arrays.copyOf(input, at);
            case EXTEND -> Arrays.copyOf(input, input.length + value % 9);
            case SET_BYTE -> set(input, at, value);
            case SET_LENGTH -> set(set(input, at & ~3, value % SMALL), (at & ~3) + 1, 0);
            case FLIP_BIT -> at < input.length ? set(input, at, input[at] ^ 1 << value % 8) : input;
            case REPEAT -> repeat(input, at & ~3);
        };
    }

    private static byte[] set(byte[] input, int at, int value) {
        byte[] changed = input.clone();
        if (at < changed.length) {
            changed[at] = (byte) value;
        }
        return changed;
    }

    private static byte[] repeat(byte[] input, int from) {
        byte[] longer = Arrays.copyOf(input, 2 * input.length - from);
        System.arraycopy(input, from, longer, input.length, input.length - from);
        return longer;
    }
}
