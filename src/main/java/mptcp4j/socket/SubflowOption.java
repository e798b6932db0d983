package mptcp4j.socket;

import static mptcp4j.linux.Abi.IPPROTO_IP;
import static mptcp4j.linux.Abi.IPPROTO_IPV6;
import static mptcp4j.linux.Abi.IPPROTO_TCP;
import static mptcp4j.linux.Abi.SOL_SOCKET;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import mptcp4j.TcpInfo;
import mptcp4j.bpf.LiveOptions;
import mptcp4j.bpf.SubflowSocket;
import mptcp4j.diag.SubflowSettings;
import mptcp4j.linux.Abi;
import org.jspecify.annotations.Nullable;

/**
 * A socket option of one subflow, with the name that {@code setsockopt(2)} knows it by. Each constant says what its values are and
 * which the kernel takes; another value is an {@link IllegalArgumentException}, and the kernel is not asked. Immutable.
 *
 * <p>An option that is set later on the connection's own socket is set on every subflow that it has, those set one by one included.
 * Source: {@code bpf_setsockopt} in {@code net/core/filter.c}, which lets these be set.
 *
 * @param <T> what its values are
 */
public final class SubflowOption<T> {
    private static final int MAX_KEEP_SECONDS = 32_767;

    /**
     * The TOS byte of packets over IPv4 (DSCP and ECN, RFC 2474): from 0 to 255; TCP keeps the two bits of ECN, the lowest, to
     * itself. Sets SO_PRIORITY, too, to the kernel's priority for that TOS. Up to Linux 6.12 the socket must be for IPv4: a subflow
     * over IPv4 of a socket for both, such as the JDK's that listen, is EINVAL ({@code sol_ip_sockopt} in {@code
     * net/core/filter.c}). Read without BPF.
     */
    public static final SubflowOption<Integer> IP_TOS = ofInt("IP_TOS", IPPROTO_IP, SocketAbi.IP_TOS, 0, 255)
            .read((live, socket) -> live.typeOfService(socket))
            .orTold(settings -> boxed(settings.tos()));

    /**
     * The traffic class of packets over IPv6 (RFC 8200 section 7): from 0 to 255, as {@link #IP_TOS}. EINVAL of a socket for IPv4.
     * Read without BPF.
     */
    public static final SubflowOption<Integer> IPV6_TCLASS = ofInt(
                    "IPV6_TCLASS", IPPROTO_IPV6, SocketAbi.IPV6_TCLASS, 0, 255)
            .orTold(settings -> boxed(settings.trafficClass()));

    /**
     * The mark by which routes and filters tell packets apart: from 0 to 4294967295. Another route may follow from it. Read without
     * BPF, but not without CAP_NET_ADMIN.
     */
    public static final SubflowOption<Long> SO_MARK =
            ofUnsigned("SO_MARK", SOL_SOCKET, SocketAbi.SO_MARK, 0).orTold(settings -> boxed(settings.mark()));

    /** The priority in the queue of the interface: from 0 to 4294967295, what they mean is up to that queue. */
    public static final SubflowOption<Long> SO_PRIORITY =
            ofUnsigned("SO_PRIORITY", SOL_SOCKET, SocketAbi.SO_PRIORITY, 0);

    /**
     * Bytes that may wait to be sent or acknowledged: from 1 to 1073741823. The kernel doubles the value, for its own data, after it
     * has cut it to {@code net.core.wmem_max}; what is read is what it made of it. Stops the automatic growth of the buffer. Read
     * without BPF.
     */
    public static final SubflowOption<Integer> SO_SNDBUF = ofInt(
                    "SO_SNDBUF", SOL_SOCKET, Abi.SO_SNDBUF, 1, Integer.MAX_VALUE / 2)
            .orTold(settings -> boxedInt(settings.sendBufferBytes()));

    /**
     * Bytes that may wait to be read: from 1 to 1073741823, doubled and cut to {@code net.core.rmem_max} as {@link #SO_SNDBUF}. Read
     * without BPF.
     */
    public static final SubflowOption<Integer> SO_RCVBUF = ofInt(
                    "SO_RCVBUF", SOL_SOCKET, Abi.SO_RCVBUF, 1, Integer.MAX_VALUE / 2)
            .orTold(settings -> boxedInt(settings.receiveBufferBytes()));

    /**
     * Bytes a second at most that are sent: from 1 to 4294967295, which is no limit. A higher limit, set by other means, reads as
     * that, too. Read without BPF.
     */
    public static final SubflowOption<Long> SO_MAX_PACING_RATE = ofUnsigned(
                    "SO_MAX_PACING_RATE", SOL_SOCKET, SocketAbi.SO_MAX_PACING_RATE, 1)
            .orMeasured(info -> noMoreThanMax(info.rates().maxPacing()));

    /**
     * The name of the interface that packets have to leave and come by, of up to 15 characters; empty for none. ENODEV if there is no
     * such interface in the network namespace. Read without BPF.
     */
    public static final SubflowOption<String> SO_BINDTODEVICE = new SubflowOption<>(
                    "SO_BINDTODEVICE", SOL_SOCKET, SocketAbi.SO_BINDTODEVICE, String.class, new OptionCodec.Name(0))
            .read((live, socket) -> SubflowOptions.interfaceName(live.boundInterface(socket)))
            .orTold(settings -> Optional.of(SubflowOptions.interfaceName(settings.interfaceIndex())));

    /**
     * The name of the congestion control, of up to 15 characters. ENOENT if it is not loaded: {@code
     * net.ipv4.tcp_available_congestion_control} says which are. Read without BPF.
     */
    public static final SubflowOption<String> TCP_CONGESTION = new SubflowOption<>(
                    "TCP_CONGESTION", IPPROTO_TCP, SocketAbi.TCP_CONGESTION, String.class, new OptionCodec.Name(1))
            .orTold(SubflowSettings::congestionControl);

    /** Whether small segments are sent at once (no Nagle algorithm). */
    public static final SubflowOption<Boolean> TCP_NODELAY = new SubflowOption<>(
            "TCP_NODELAY", IPPROTO_TCP, SocketAbi.TCP_NODELAY, Boolean.class, new OptionCodec.Switch());

    /**
     * Milliseconds that data may stay unacknowledged before the subflow is closed with ETIMEDOUT (RFC 5482): from 0, which is the
     * kernel's own patience, to 2147483647.
     */
    public static final SubflowOption<Integer> TCP_USER_TIMEOUT =
            ofInt("TCP_USER_TIMEOUT", IPPROTO_TCP, SocketAbi.TCP_USER_TIMEOUT, 0, Integer.MAX_VALUE);

    /** Seconds of silence before the peer is probed, if SO_KEEPALIVE is on: from 1 to 32767. */
    public static final SubflowOption<Integer> TCP_KEEPIDLE =
            ofInt("TCP_KEEPIDLE", IPPROTO_TCP, SocketAbi.TCP_KEEPIDLE, 1, MAX_KEEP_SECONDS);

    /** Seconds between such probes: from 1 to 32767. */
    public static final SubflowOption<Integer> TCP_KEEPINTVL =
            ofInt("TCP_KEEPINTVL", IPPROTO_TCP, SocketAbi.TCP_KEEPINTVL, 1, MAX_KEEP_SECONDS);

    /** How many such probes may stay without answer: from 1 to 127. */
    public static final SubflowOption<Integer> TCP_KEEPCNT =
            ofInt("TCP_KEEPCNT", IPPROTO_TCP, SocketAbi.TCP_KEEPCNT, 1, 127);

    /**
     * Bytes of a segment at most: from 88 to 32767. What is read is what is in use, which on a connected subflow the one set does not
     * change. Read without BPF.
     */
    public static final SubflowOption<Integer> TCP_MAXSEG = ofInt(
                    "TCP_MAXSEG", IPPROTO_TCP, SocketAbi.TCP_MAXSEG, 88, 32_767)
            .orMeasured(info -> (int) info.window().sendMss());

    /**
     * Bytes not sent yet below which the subflow takes more: from 0, for {@code net.ipv4.tcp_notsent_lowat}, to 4294967295.
     */
    public static final SubflowOption<Long> TCP_NOTSENT_LOWAT =
            ofUnsigned("TCP_NOTSENT_LOWAT", IPPROTO_TCP, SocketAbi.TCP_NOTSENT_LOWAT, 0);

    /** Bytes of the window that the peer is offered at most: from 1 to 2147483647; the kernel raises one below about 1150 to that. */
    public static final SubflowOption<Integer> TCP_WINDOW_CLAMP =
            ofInt("TCP_WINDOW_CLAMP", IPPROTO_TCP, SocketAbi.TCP_WINDOW_CLAMP, 1, Integer.MAX_VALUE);

    /** Its measurements, as {@link Subflow#tcpInfo()}. To be read, not set; without BPF. */
    public static final SubflowOption<TcpInfo> TCP_INFO = new SubflowOption<TcpInfo>(
                    "TCP_INFO", IPPROTO_TCP, SocketAbi.TCP_INFO, TcpInfo.class, null)
            .orMeasured(info -> info);

    private final String name;
    private final int level;
    private final int number;
    private final Class<T> type;
    private final @Nullable OptionCodec<T> codec;
    private final Live<T> live;
    private final @Nullable Told<T> told;
    private final Function<TcpInfo, Optional<T>> measured;

    private SubflowOption(String name, int level, int number, Class<T> type, @Nullable OptionCodec<T> codec) {
        this(
                name,
                level,
                number,
                type,
                codec,
                (live, socket) -> decoded(live, socket, level, number, codec),
                null,
                info -> Optional.empty());
    }

    private SubflowOption(
            String name,
            int level,
            int number,
            Class<T> type,
            @Nullable OptionCodec<T> codec,
            Live<T> live,
            @Nullable Told<T> told,
            Function<TcpInfo, Optional<T>> measured) {
        this.name = name;
        this.level = level;
        this.number = number;
        this.type = type;
        this.codec = codec;
        this.live = live;
        this.told = told;
        this.measured = measured;
    }

    private static SubflowOption<Integer> ofInt(String name, int level, int number, int min, int max) {
        return new SubflowOption<>(name, level, number, Integer.class, new OptionCodec.Signed(min, max));
    }

    private static SubflowOption<Long> ofUnsigned(String name, int level, int number, long min) {
        return new SubflowOption<>(name, level, number, Long.class, new OptionCodec.Unsigned(min));
    }

    private SubflowOption<T> read(Live<T> other) {
        return new SubflowOption<>(name, level, number, type, codec, other, told, measured);
    }

    private SubflowOption<T> orTold(Told<T> source) {
        return new SubflowOption<>(name, level, number, type, codec, live, source, measured);
    }

    private SubflowOption<T> orMeasured(Function<TcpInfo, T> source) {
        return new SubflowOption<>(
                name, level, number, type, codec, live, told, info -> Optional.of(source.apply(info)));
    }

    private static <T> T decoded(
            LiveOptions live, SubflowSocket socket, int level, int number, @Nullable OptionCodec<T> codec)
            throws IOException {
        if (codec == null) {
            throw new IllegalStateException("read from the connection");
        }
        return codec.decode(live.get(socket, level, number, codec.length()));
    }

    private static Optional<Integer> boxed(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    private static Optional<Integer> boxedInt(OptionalLong value) {
        return boxed(value).map(Math::toIntExact);
    }

    /** All ones are no limit, of 64 bits in the measurements and of 32 in the option. */
    private static long noMoreThanMax(long rate) {
        return Long.compareUnsigned(rate, OptionCodec.Unsigned.MAX) < 0 ? rate : OptionCodec.Unsigned.MAX;
    }

    /** Returns its name, as of the constant. */
    public String name() {
        return name;
    }

    /** Returns what its values are. */
    public Class<T> type() {
        return type;
    }

    /** Returns whether it can be set, and not only read. */
    public boolean isSettable() {
        return codec != null;
    }

    /** @throws IllegalArgumentException if the option has no such value */
    byte[] encode(T value) {
        if (codec == null) {
            throw new IllegalArgumentException(name + " can be read, but not set");
        }
        return codec.encode(name, value);
    }

    int level() {
        return level;
    }

    int number() {
        return number;
    }

    /** Asks the subflow's socket. */
    T ask(LiveOptions options, SubflowSocket socket) throws IOException {
        return live.read(options, socket);
    }

    /** Returns whether sock_diag may tell of it. */
    boolean isTold() {
        return told != null;
    }

    /** Returns what sock_diag has told of it. */
    Optional<T> told(SubflowSettings settings) throws IOException {
        return told == null ? Optional.empty() : told.of(settings);
    }

    /** Returns what the connection has told of it. */
    Optional<T> measured(TcpInfo info) {
        return measured.apply(info);
    }

    /** Returns its name. */
    @Override
    public String toString() {
        return name;
    }

    /** How it is read by BPF. */
    @FunctionalInterface
    private interface Live<T> {
        T read(LiveOptions options, SubflowSocket socket) throws IOException;
    }

    /** How it is read of what sock_diag tells, if that is told. */
    @FunctionalInterface
    private interface Told<T> {
        Optional<T> of(SubflowSettings settings) throws IOException;
    }
}
