package mptcp4j.pm;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a newer kernel says and this version does not know. Immutable; two are equal when their bytes are.
 *
 * @param number the kernel's, such as those of {@code enum mptcp_event_attr}
 * @param value as it came; numbers in it are in the byte order of the machine, most likely
 */
public record RawAttribute(int number, byte[] value) {
    /** Copies the bytes. */
    public RawAttribute {
        value = value.clone();
    }

    /** Returns a copy of the bytes. */
    @Override
    public byte[] value() {
        return value.clone();
    }

    /** Returns the bytes in hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RawAttribute that && number == that.number && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * number + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "RawAttribute[number=" + number + ", value=" + hex() + "]";
    }
}
