package mptcp4j.route;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import mptcp4j.linux.Abi;
import mptcp4j.linux.IpAddress;

/**
 * An address and how many of its leading bits name the network: {@code 10.0.0.1/24}. Immutable.
 *
 * @param address IPv4 or IPv6; bits behind the prefix are kept, as an interface's own address needs them
 * @param length from 0 to 32 or 128
 */
public record Prefix(InetAddress address, int length) {
    /** @throws IllegalArgumentException if the length does not fit the family */
    public Prefix {
        if (length < 0 || length > bits(address)) {
            throw new IllegalArgumentException("prefix length " + length + " of " + IpAddress.text(address));
        }
    }

    /** Returns the address alone: {@code /32} or {@code /128}. */
    public static Prefix host(InetAddress address) {
        return new Prefix(address, bits(address));
    }

    /** Returns what matches every address of the same family: the default route's destination. */
    public static Prefix any(InetAddress family) {
        return new Prefix(IpAddress.of(new byte[bits(family) / Byte.SIZE]), 0);
    }

    /** Returns whether an address is of this network; never one of the other family. */
    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = length / Byte.SIZE;
        int rest = length % Byte.SIZE;
        return Arrays.equals(ours, 0, whole, theirs, 0, whole)
                && (rest == 0 || (ours[whole] ^ theirs[whole]) >> (Byte.SIZE - rest) == 0);
    }

    int family() {
        return address instanceof Inet4Address ? Abi.AF_INET : Abi.AF_INET6;
    }

    @Override
    public String toString() {
        return IpAddress.text(address) + "/" + length;
    }

    private static int bits(InetAddress address) {
        return address instanceof Inet4Address ? Integer.SIZE : 128;
    }
}
