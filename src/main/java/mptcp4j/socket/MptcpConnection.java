package mptcp4j.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;
import mptcp4j.pm.LocalAddress;

/**
 * One connection, connected or accepted: what the kernel tells about it, and command of its subflows. A view of a socket that stays
 * its user's: there is nothing to close, and once the socket is closed every method throws {@link
 * java.nio.channels.ClosedChannelException}. Thread-safe.
 *
 * <p>Reading takes no privilege but for {@link Subflow#details} and what is named after it before Linux 6.15, and for
 * some options ({@link #getOption}). Commands take CAP_NET_ADMIN in the user namespace that owns the network
 * namespace, or a daemon of mptcp4j there, which acts for the user of the connection; and Linux 5.19; they and {@link Subflow#details} take a thread in the network namespace of the
 * connection. They steer a connection whose socket was made while {@code net.mptcp.pm_type} was 1 there: then the
 * kernel opens no subflow by itself. What a command does where it was 0, it says. The first command opens a netlink
 * socket or two, which all connections of the namespace share until none of their objects is reachable any more.
 *
 * <p>Since Linux 6.15 {@code pm_type} is deprecated in favour of {@code net.mptcp.path_manager}, {@code userspace}: both work.
 * What is said of versions other than 6.18 is read in the kernel's sources and their history: {@code net/mptcp/sockopt.c} for
 * reading, {@code pm_netlink.c} and {@code pm_userspace.c} beside it for commands and events, {@code ctrl.c} for
 * {@code net.mptcp.*}, {@code diag.c} for {@link Subflow#details}.
 *
 * <p>Commands throw {@link LinuxException} with
 *
 * <table>
 * <caption>Whatever was asked</caption>
 * <tr><td>EOPNOTSUPP<td>"not multipath": the connection is plain TCP, or fell back to it; or the kernel is too old
 * <tr><td>ESRCH<td>the connection has no subflow of that id (any more)
 * <tr><td>EPERM<td>the privilege is missing, and no daemon that has it can be asked; it says why
 * <tr><td>ENOTCONN<td>"the connection has ended": its socket is open still, but the peer has aborted it
 * <tr><td>EINVAL<td>"userspace PM not selected": the kernel's own path manager has the connection; "another network namespace": the
 *     thread is elsewhere
 * </table>
 */
public final class MptcpConnection {
    /** How long {@link #openSubflow(SubflowSpec)} waits. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

    private final Control control;
    private final ConnectionReader reader;
    private final SubflowOpener opener;
    private final Steering steering;
    private final ConnectionEvents events;
    private final SubflowOptions options;

    private MptcpConnection(ConnectionDescriptor descriptor) {
        control = new Control(descriptor);
        reader = new ConnectionReader(control::details);
        var peer = new PeerAddresses(control);
        var ids = new LocalIds(control.initialLocal().getAddress(), new LocalAddresses(this, control));
        opener = new SubflowOpener(this, control, peer, ids);
        steering = new Steering(this, control, ids, opener);
        events = new ConnectionEvents(this, control, peer);
        options = new SubflowOptions(control, steering);
    }

    /**
     * Returns the connection of a channel.
     *
     * @throws NotYetConnectedException if it is not connected
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws LinuxException with ENOTCONN if the peer has reset it
     * @throws IllegalArgumentException if no descriptor of this process belongs to it
     */
    public static MptcpConnection of(SocketChannel channel) throws IOException {
        return new MptcpConnection(ConnectionDescriptor.find(ConnectedSocket.of(channel)));
    }

    /** {@link #of(SocketChannel)} for a socket; for a TLS one over another, the connection that carries it. */
    public static MptcpConnection of(Socket socket) throws IOException {
        return new MptcpConnection(ConnectionDescriptor.find(ConnectedSocket.of(socket)));
    }

    /** {@link #of(SocketChannel)} for an asynchronous channel. */
    public static MptcpConnection of(AsynchronousSocketChannel channel) throws IOException {
        return new MptcpConnection(ConnectionDescriptor.find(ConnectedSocket.of(channel)));
    }

    /**
     * Returns what the connection is now. It may fall back while no data has been acknowledged on a second subflow.
     *
     * @throws LinuxException EOPNOTSUPP before Linux 5.16, which does not tell an MPTCP socket whether it fell back
     */
    public ConnectionStatus status() throws IOException {
        return ask(ConnectionReader::status);
    }

    /**
     * Returns the number that names the connection in its network namespace, from 0 to 2<sup>32</sup> - 1. The peer's
     * end has another. {@code ss} prints it as hexadecimal, {@code ip mptcp monitor} as eight hexadecimal digits.
     *
     * @throws LinuxException as {@link #info}; ENOTCONN if the peer has aborted the connection: the kernel has forgotten the number
     */
    public long token() throws IOException {
        return control.token();
    }

    /**
     * Returns a snapshot of the connection as a whole. Linux 5.16 or later.
     *
     * @throws LinuxException EOPNOTSUPP "not multipath" on a connection that is plain TCP, and where the kernel is too old
     */
    public MptcpInfo info() throws IOException {
        return ask(ConnectionReader::info);
    }

    /**
     * Returns the subflows that are not closed, oldest first; those that wait for the peer's answer, too. One moment in time since
     * Linux 6.5; from 5.16 to 6.4 the measurements are a little older than the addresses, and ids count the subflows that this
     * object has seen.
     *
     * @throws LinuxException as {@link #info}
     */
    public List<Subflow> subflows() throws IOException {
        return events.saw(read());
    }

    /** {@link #openSubflow(SubflowSpec, Duration)} with {@link #DEFAULT_TIMEOUT}. */
    public Subflow openSubflow(SubflowSpec spec) throws IOException {
        return openSubflow(spec, DEFAULT_TIMEOUT);
    }

    /**
     * Opens a subflow (MP_JOIN, RFC 8684 section 3.2), and waits until both ends have it. Where the connection is too young to be
     * joined, it waits for that, too. A connection may have several between the same addresses. A connection between IPv4 addresses
     * has subflows over IPv6, too, if its socket is for both, as those of the JDK are.
     *
     * <p>Kernels before 6.12 may begin every subflow as an ordinary one: a backup is made one then as soon as it is established.
     *
     * <p>Where it fails nothing of it stays; but if another program begins one from the same address to the same at that very moment,
     * nothing tells the two apart: the one that is waited for and returned may be the other, and in failure neither is closed.
     *
     * <p>Address identifiers are seen to: the one that the connection began with has 0, each other address one of its own.
     *
     * <table>
     * <caption>Besides what every command throws</caption>
     * <tr><td>EADDRNOTAVAIL<td>the local address is not this host's, or the interface has none of that IP version
     * <tr><td>EADDRINUSE, EACCES<td>the local port is taken, or below 1024 and the privilege for that is missing
     * <tr><td>ENETUNREACH, EHOSTUNREACH<td>nothing leads there
     * <tr><td>ECONNREFUSED<td>the peer refused the SYN, with the reason of its MP_TCPRST where the kernel tells: 6.18 does not
     * <tr><td>ECONNRESET<td>the peer refused the last step of the handshake, as where its limit of subflows is reached
     * <tr><td>ECONNABORTED<td>it was closed here meanwhile
     * <tr><td>ENOTCONN<td>the connection is ending, or has ended; or was not fully established in time: no data has gone there and back
     * <tr><td>ETIMEDOUT<td>the peer did not answer in time; the attempt is ended
     * <tr><td>ENODEV<td>there is no such interface
     * <tr><td>EOPNOTSUPP<td>an interface was named, and the kernel is one of those before 6.12 that bind no subflow to it
     * <tr><td>ENOENT<td>the peer has announced no address under that id, as far as is known here
     * <tr><td>ENOSPC<td>all 255 address identifiers are given out
     * </table>
     *
     * <p><b>While it waits, it listens to the kernel's events</b>, which changes what they tell of, as {@link #onEvent(Consumer,
     * Duration)} says: connections anywhere on the machine that are steered from user space take joins meanwhile. That is so of every
     * method here that opens a subflow.
     *
     * <p>From the accepted side of a connection, say with {@code to} where the client listens. On another port than the connection's
     * Linux takes a subflow only to an address and port that it has announced, and that its listener is bound to.
     *
     * <p>The wait ends when the connection does, too: at once where it is closed here, within 50 ms where the peer closes or aborts it. An
     * interrupt does not end it. Where no router tells that nothing leads there, or where it tells so too soon for the kernel, which drops what
     * comes while it sends the SYN, the error is ETIMEDOUT.
     *
     * @param timeout how long to wait for everything; zero looks once
     * @return the subflow, as it is when it is established
     * @throws java.nio.channels.ClosedChannelException if the socket is closed, before or meanwhile
     * @throws IllegalArgumentException if the timeout is negative
     */
    public Subflow openSubflow(SubflowSpec spec, Duration timeout) throws IOException {
        return opener.open(spec, required(timeout));
    }

    /** {@link #openSubflowAsync(SubflowSpec, Duration)} with {@link #DEFAULT_TIMEOUT}. */
    public CompletableFuture<Subflow> openSubflowAsync(SubflowSpec spec) {
        return openSubflowAsync(spec, DEFAULT_TIMEOUT);
    }

    /**
     * {@link #openSubflow(SubflowSpec, Duration)} on a thread of its own, which begins in the network namespace of this one. The
     * future ends with what that returns or throws. To cancel it does not end the attempt, but closes what comes of it.
     */
    public CompletableFuture<Subflow> openSubflowAsync(SubflowSpec spec, Duration timeout) {
        return Background.open(() -> openSubflow(spec, timeout), opened -> closeSubflow(opened.id()));
    }

    /**
     * Closes a subflow. What it has not delivered goes over the others. The first one is among {@link #subflows} until
     * the peer has closed it, too, in a state that says so. Where the kernel's path manager has the connection, the
     * subflow is reset (SOCK_DESTROY), and the kernel may open it again.
     *
     * <p><b>The connection stays, also without any subflow</b>: meanwhile another can be opened. The kernel ends it
     * after {@code net.mptcp.close_timeout} (Linux 6.7; 60 seconds if nobody set it), with {@link
     * ConnectionEvent.ConnectionClosed}. But not where the last subflow is the one that this end connected with, and
     * this closes it: Linux 6.18 does not start the timeout then (net/mptcp/protocol.c, {@code mptcp_close_ssk}, since
     * d82809b6c5f2), so that the connection stays here until the socket is closed, while the peer's ends. A write that
     * blocks gets no error in either case: it waits until the socket is closed. Who wants no connection without
     * subflows closes the socket when the last {@link ConnectionEvent.SubflowClosed} comes.
     *
     * @throws LinuxException as said above; where it ended meanwhile, that is what was wanted
     */
    public void closeSubflow(long id) throws IOException {
        steering.close(id);
    }

    /**
     * Makes a subflow a backup, or an ordinary one, and tells the peer (MP_PRIO, RFC 8684 section 3.3.8). Data goes over backups only
     * where no other subflow works. {@link #refresh} and {@link #duplicate} keep it.
     *
     * <p><b>Where the kernel's path manager has the connection</b>, its endpoint of the subflow's local address is changed instead:
     * that counts for every connection of the namespace, now and later.
     *
     * @throws LinuxException as said above; EOPNOTSUPP where that endpoint would have to be changed and is not there
     */
    public void setBackup(long id, boolean backup) throws IOException {
        steering.setBackup(id, backup);
    }

    /**
     * Opens another subflow between the addresses of one, from another port, over the same interface where that is bound to one, and as
     * a backup if that is one. Such subflows may take different paths of the network, where those are chosen by port.
     *
     * @return the new one
     * @throws LinuxException as {@link #openSubflow(SubflowSpec)}; EOPNOTSUPP for one that the peer began, as all that a server
     *     accepted: only the peer can open another like it
     */
    public Subflow duplicate(long id) throws IOException {
        return steering.duplicate(id, DEFAULT_TIMEOUT);
    }

    /**
     * Replaces a subflow by one from another port, as {@link #duplicate} would open it.
     *
     * @return the new one
     * @throws LinuxException as {@link #openSubflow(SubflowSpec)}: the old one is there still, unless it was to be closed first;
     *     EOPNOTSUPP, and nothing was closed, for one that the peer began
     */
    public Subflow refresh(long id, Refresh order) throws IOException {
        return steering.refresh(id, order, DEFAULT_TIMEOUT);
    }

    /** {@link #announce(InetSocketAddress)} without a port. */
    public int announce(InetAddress address) throws IOException {
        return announce(new InetSocketAddress(address, 0));
    }

    /**
     * Tells the peer of an address of this host (ADD_ADDR, RFC 8684 section 3.4.1), so that it may open a subflow to it. Something has
     * to listen there with MPTCP. That it returns does not mean that the peer knows: see {@link
     * mptcp4j.pm.ConnectionPathManager#announce}.
     *
     * @param address with port 0 for the connection's
     * @return its id, to {@link #withdraw} it
     * @throws LinuxException as said above
     */
    public int announce(InetSocketAddress address) throws IOException {
        return steering.announce(address);
    }

    /**
     * Tells the peer that an address is gone (REMOVE_ADDR, RFC 8684 section 3.4.2), so that it closes the subflows with that. Where the
     * path is dead, close them here, too. The kernel forgets an address when a subflow from it is closed here, and then refuses this; one that
     * this object announced is announced once more then, before it is withdrawn.
     *
     * @param addressId of {@link #announce}; 0 for the address that the connection began with
     * @throws LinuxException as said above; EINVAL if no address has this id
     * @throws IllegalArgumentException if it is not from 0 to 255
     */
    public void withdraw(int addressId) throws IOException {
        steering.withdraw(addressId);
    }

    /**
     * Gives the connection back to the daemon that has carried out commands on it for this program, whose policy has left it alone since
     * the first: it decides again which subflows there are. Nothing where the kernel itself took the commands.
     *
     * @throws LinuxException as said above
     */
    public void handBack() throws IOException {
        steering.handBack();
    }

    /**
     * Waits until so many subflows are established at both ends. Before Linux 6.15 the kernel says that of the peer's end only with
     * CAP_NET_ADMIN; without it, established at this end is enough. The first subflow counts from its own handshake on. With
     * CAP_NET_ADMIN this waits for the kernel's events, and has the effect of {@link #onEvent}; without, it looks every 100 ms.
     * An interrupt does not end the wait, and stays set.
     *
     * @param count at least 1
     * @return those that are established, oldest first
     * @throws LinuxException ETIMEDOUT with how many there were; EOPNOTSUPP if the connection is not multipath; ENOTCONN if the peer has
     *     aborted it
     * @throws java.nio.channels.ClosedChannelException at once when the socket is closed
     * @throws IllegalArgumentException if the count is less than 1, or the timeout negative
     */
    public List<Subflow> awaitSubflows(int count, Duration timeout) throws IOException {
        return events.awaitSubflows(count, required(timeout));
    }

    /** {@link #onEvent(Consumer, Duration)}, looking every 100 ms. */
    public ConnectionSubscription onEvent(Consumer<? super ConnectionEvent> listener) throws IOException {
        return events.subscribe(listener, ConnectionEvents.PERIOD);
    }

    /**
     * Has a listener told what happens to the connection from now on: until the subscription is closed, or the connection is.
     *
     * <pre>{@code
     * try (var subscription = connection.onEvent(event -> ...)) { ... }
     * }</pre>
     *
     * <p>The kernel tells it where that is permitted: with CAP_NET_ADMIN or through a daemon of mptcp4j, Linux 5.12, and the thread in
     * the network namespace of the connection. Else the subflows are read every so often and compared: {@link
     * ConnectionSubscription#source} says which it is. Then no subflow has an errno or a reset reason, addresses of
     * the peer are not told, changes of priority are told since Linux 6.15 only, and a subflow that came and went
     * between two looks is not told. The listener is called on a thread that begins in the network namespace of this
     * one. Each subscription takes a thread, and the events of the whole namespace: who has thousands of connections
     * opens one {@link mptcp4j.pm.PathManagerEvents}.
     *
     * <p><b>The kernel's events change what they tell of</b>: while anybody on the machine listens to them, the kernel lets connections
     * that are steered from user space be joined, and answers the addresses that their peers announce; else it refuses.
     *
     * @param period how often to look at what no event tells: that the peer has aborted the connection, that subflows close with it,
     *     and our own wish for a backup. Without the kernel's events, how often to look at everything
     * @throws LinuxException EOPNOTSUPP if the connection is not multipath
     * @throws IllegalArgumentException if the period is not longer than zero
     */
    public ConnectionSubscription onEvent(Consumer<? super ConnectionEvent> listener, Duration period)
            throws IOException {
        return events.subscribe(listener, period);
    }

    /** Returns those that the kernel has noted, where it tells. */
    List<LocalAddress> localAddresses() throws IOException {
        return steering.addresses();
    }

    ConnectionEvents events() {
        return events;
    }

    /**
     * Returns an option of one subflow. Some take no privilege, as their Javadoc says; the others take what {@link #setOption} takes.
     *
     * @throws LinuxException ESRCH if there is no such subflow (any more); EPERM and ENOSYS, with what is missing, where only BPF
     *     tells; EINVAL if the kernel knows no such option of such a socket
     */
    public <T> T getOption(long id, SubflowOption<T> option) throws IOException {
        return options.get(steering.subflow(id), option);
    }

    /**
     * Sets an option of one live subflow, and of no other. The kernel has a way to do that in BPF only: it takes Linux 6.1 with type
     * information (BTF), libbpf 1.0, and CAP_BPF and CAP_PERFMON in the first user namespace, which root of a container or of {@code
     * unshare -r} has not. The first call loads a small program; each one passes all TCP sockets of the network namespace.
     *
     * @throws IllegalArgumentException if the option has no such value, or is one to read only
     * @throws LinuxException ESRCH if there is no such subflow (any more); EPERM if a right is missing, ENOSYS if the kernel or the
     *     library is, the detail says which; EINVAL, ENOENT, ENODEV and so on what the kernel says of the value
     */
    public <T> void setOption(long id, SubflowOption<T> option, T value) throws IOException {
        options.set(steering.subflow(id), option, value);
    }

    private static Duration required(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout is zero or more: " + timeout);
        }
        return timeout;
    }

    /** Reads the subflows, and tells nobody. */
    List<Subflow> read() throws IOException {
        return control.descriptor().call(reader::subflows);
    }

    /** Makes a call on its descriptor. */
    <T> T ask(ConnectionDescriptor.Call<T> call) throws IOException {
        return control.descriptor().call(call);
    }
}
