package mptcp4j.cli.demo;

import java.io.IOException;
import java.util.List;

/** Tells how many bytes have arrived on each path since the transfer began. */
@FunctionalInterface
interface PathBytes {
    /**
     * @param received what the receiving program has read, which is all there is to know of plain TCP
     * @return one number for each path
     */
    List<Long> read(long received) throws IOException;
}
