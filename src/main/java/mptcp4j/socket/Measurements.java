package mptcp4j.socket;

import mptcp4j.LinuxException;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;
import mptcp4j.linux.KernelStruct;
import mptcp4j.linux.TcpInfoCodec;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel measured of a subflow at one moment. It is decoded when somebody asks for it: most who read the subflows want the
 * measurements of few of them, and sixty fields are more work than the call that reads them. Thread-safe.
 */
final class Measurements {
    private final KernelStruct raw;
    /** Of a record with final fields: a thread that sees it sees all of it, and one that does not decodes the same again. */
    private @Nullable TcpInfo decoded;

    /**
     * @param bytes nobody changes them any more
     * @throws LinuxException with EPROTO if there are fewer bytes than every kernel gives
     */
    Measurements(byte[] bytes, int start, int length) throws LinuxException {
        raw = TcpInfoCodec.check(bytes, start, length);
    }

    TcpState state() {
        return TcpInfoCodec.state(raw);
    }

    TcpInfo tcpInfo() {
        TcpInfo known = decoded;
        if (known == null) {
            known = TcpInfoCodec.decode(raw);
            decoded = known;
        }
        return known;
    }
}
