package mptcp4j.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the value of an option is in Java, and as the kernel has it: a number of 32 bits in the byte order of the machine, or a
 * name that ends with a zero. {@code encode} refuses what is out of range; whatever the kernel returns is decoded.
 */
sealed interface OptionCodec<T> {
    /** How many bytes a name has with its zero: {@code IFNAMSIZ} and {@code TCP_CA_NAME_MAX}. */
    int NAME_SIZE = 16;

    /** Returns how many bytes the kernel fills. */
    int length();

    /** @throws IllegalArgumentException if the option has no such value; the text says which it has */
    byte[] encode(String option, T value);

    T decode(byte[] bytes);

    /** A number that fits into an int, within a range. */
    record Signed(int min, int max) implements OptionCodec<Integer> {
        @Override
        public int length() {
            return Integer.BYTES;
        }

        @Override
        public byte[] encode(String option, Integer value) {
            requireRange(option, value, min, max);
            return KernelOption.bytes(value);
        }

        @Override
        public Integer decode(byte[] bytes) {
            return number(bytes);
        }
    }

    /** A number of 32 bits without a sign, from a least one on. */
    record Unsigned(long min) implements OptionCodec<Long> {
        static final long MAX = 0xffff_ffffL;

        @Override
        public int length() {
            return Integer.BYTES;
        }

        @Override
        public byte[] encode(String option, Long value) {
            requireRange(option, value, min, MAX);
            return KernelOption.bytes((int) (long) value);
        }

        @Override
        public Long decode(byte[] bytes) {
            return Integer.toUnsignedLong(number(bytes));
        }
    }

    /** 1 or 0. */
    record Switch() implements OptionCodec<Boolean> {
        @Override
        public int length() {
            return Integer.BYTES;
        }

        @Override
        public byte[] encode(String option, Boolean value) {
            return KernelOption.bytes(value ? 1 : 0);
        }

        @Override
        public Boolean decode(byte[] bytes) {
            return number(bytes) != 0;
        }
    }

    /** A name of ASCII, which may be empty or not. */
    record Name(int minLength) implements OptionCodec<String> {
        @Override
        public int length() {
            return NAME_SIZE;
        }

        @Override
        public byte[] encode(String option, String value) {
            boolean plain = value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/');
            if (!plain || value.length() < minLength || value.length() >= NAME_SIZE) {
                throw new IllegalArgumentException(option + " is a name of " + minLength + " to " + (NAME_SIZE - 1)
                        + " characters of ASCII, without space and slash: " + value);
            }
            return Arrays.copyOf(value.getBytes(StandardCharsets.US_ASCII), value.length() + 1);
        }

        @Override
        public String decode(byte[] bytes) {
            int end = 0;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            return new String(bytes, 0, end, StandardCharsets.US_ASCII);
        }
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt();
    }

    private static void requireRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " is from " + min + " to " + max + ": " + value);
        }
    }
}
