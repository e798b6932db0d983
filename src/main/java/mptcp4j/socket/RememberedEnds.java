package mptcp4j.socket;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mptcp4j.LinuxException;

/**
 * The ends of the subflows of one connection. A subflow keeps them, so most are those of the reading before: where the kernel
 * wrote the same bytes in the same place, they are not made again. Not thread-safe.
 */
final class RememberedEnds {
    private final List<Ends> all = new ArrayList<>();

    /** @param place counts the subflows of a reading, from 0 */
    SubflowAddresses at(int place, byte[] bytes, int offset) throws LinuxException {
        if (place < all.size() && all.get(place).isOf(bytes, offset)) {
            return all.get(place).addresses;
        }
        return remember(place, bytes, offset).addresses;
    }

    /** Nobody asks for the ends of a closed one, so there may be none of the places before: any will do, as it is compared. */
    private Ends remember(int place, byte[] bytes, int offset) throws LinuxException {
        var ends = new Ends(bytes, offset);
        while (all.size() <= place) {
            all.add(ends);
        }
        all.set(place, ends);
        return ends;
    }

    private static final class Ends {
        private final byte[] raw;
        private final SubflowAddresses addresses;

        Ends(byte[] bytes, int offset) throws LinuxException {
            raw = Arrays.copyOfRange(bytes, offset, offset + SubflowAddresses.SIZE);
            addresses = SubflowAddresses.decode(raw, 0);
        }

        boolean isOf(byte[] bytes, int offset) {
            return Arrays.equals(raw, 0, raw.length, bytes, offset, offset + SubflowAddresses.SIZE);
        }
    }
}
