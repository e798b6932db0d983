package mptcp4j.diag;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Options of one subflow, as they were when asked: those that sock_diag tells of a TCP socket. Each is empty where the kernel does
 * not tell it, as of a subflow that the peer has begun and not finished ({@code SYN_RECV}).
 *
 * @param congestionControl {@code TCP_CONGESTION}, such as {@code cubic}
 * @param tos {@code IP_TOS}, from 0 to 255, for packets of IPv4
 * @param trafficClass {@code IPV6_TCLASS}, from 0 to 255, for packets of IPv6; empty where the socket is for IPv4
 * @param mark {@code SO_MARK}, from 0 to 2<sup>32</sup> - 1; empty without CAP_NET_ADMIN in the namespace
 * @param receiveBufferBytes {@code SO_RCVBUF} as {@code getsockopt} returns it: the kernel's own data counts, so it is twice what
 *     was asked for
 * @param sendBufferBytes {@code SO_SNDBUF}, likewise
 * @param interfaceIndex {@code SO_BINDTOIFINDEX}: the link that it is bound to, 0 where the routes decide
 * @param cookie names the subflow ({@link Subflow#cookie}), so that it cannot be taken for a later one with the same addresses
 */
public record SubflowSettings(
        Optional<String> congestionControl,
        OptionalInt tos,
        OptionalInt trafficClass,
        OptionalLong mark,
        OptionalLong receiveBufferBytes,
        OptionalLong sendBufferBytes,
        int interfaceIndex,
        long cookie) {}
