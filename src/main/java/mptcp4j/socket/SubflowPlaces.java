package mptcp4j.socket;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the subflows of a connection go at one moment: what tells them from others, and takes least to read.
 *
 * @param token as of {@link SubflowSnapshot}
 * @param byId all but those that are closed
 */
record SubflowPlaces(long token, Map<Long, SubflowAddresses> byId) {
    SubflowPlaces {
        byId = Map.copyOf(byId);
    }

    static SubflowPlaces of(SubflowSnapshot snapshot) {
        return new SubflowPlaces(
                snapshot.token(),
                snapshot.subflows().stream()
                        .collect(
                                Collectors.toMap(Subflow::id, one -> new SubflowAddresses(one.local(), one.remote()))));
    }
}
