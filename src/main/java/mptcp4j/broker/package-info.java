/**
 * How a program and the daemon of its network namespace speak to each other: lines over a Unix stream socket.
 *
 * <p>A line is one JSON object (RFC 8259) in UTF-8, of at most 64 KiB with the line feed that ends it, and of at
 * most 4 KiB where it is a request. Objects and arrays are nested
 * at most 8 deep, no name comes twice in an object, and whole numbers have at most 64 bits. Who breaks this is told so
 * ({@code EBADMSG}), and the daemon hangs up.
 *
 * <p>The program asks with {@code id}, a number of its own choice, and {@code do}. The answer has the same {@code id}: any number of
 * lines with {@code item}, which says of what kind it is, and then one with {@code "done":true} or with an error: {@code error},
 * the name of the errno, its {@code number}, the {@code operation} that was refused, and {@code detail} where there are words of the
 * kernel or advice. The daemon takes the next request when it has answered the one before.
 *
 * <pre>
 * {"id":1,"do":"hello","version":1}
 * {"id":1,"done":true,"version":1,"namespace":4026532008}
 * {"id":2,"do":"create","token":1086431730,"local":"10.0.1.1","localId":1,"remote":"10.0.0.2","remotePort":443}
 * {"id":2,"error":"EPERM","number":1,"operation":"create 0x40c1a5f2","detail":"..."}
 * </pre>
 *
 * <table>
 * <caption>What can be asked</caption>
 * <tr><th>{@code do}<th>with<th>items and answer
 * <tr><td>hello<td>version<td>version, namespace: the cookie of the daemon's ({@code SO_NETNS_COOKIE}), 0 where the kernel has none.
 *     The first request; another version than the daemon's is refused with EPROTONOSUPPORT, and the daemon's own named
 * <tr><td>status<td><td>path, competitor; mode, running (ms), connections, subflows, adopted, overflows, refusals
 * <tr><td>connections<td><td>connection: token, server, local, localPort, remote, remotePort, subflows, rule, policy, steered, age (ms)
 * <tr><td>explain<td>token<td>wish, subflow, decision with at (ms since 1970); as an item of connections
 * <tr><td>policies<td><td>policy
 * <tr><td>reload<td>
 * <tr><td>set<td>token, policy
 * <tr><td>create<td>token, local, localPort, localId, interface (its index), flags, remote, remotePort, remoteId
 * <tr><td>destroy<td>token, local, localPort, remote, remotePort
 * <tr><td>backup<td>as destroy, and backup
 * <tr><td>announce<td>token, local, localPort, localId, interface, flags
 * <tr><td>remove<td>token, localId
 * <tr><td>addresses<td>token<td>address: local, localPort, localId, interface, flags
 * <tr><td>steer<td>token, on
 * <tr><td>events<td>token<td>{@linkplain mptcp4j.broker.EventWire events} from then on, which are lines with {@code event} and no
 *     {@code id}, until the connection ends; asked for again, they still come once
 * </table>
 *
 * <p>A port, an id, an index and flags are 0 where they are left out. The commands from {@code create} to {@code remove} are those of
 * {@link mptcp4j.pm.SubflowCommands}; each also takes the connection out of the hands of its policy, until {@code steer} with
 * {@code "on":false} hands it back.
 *
 * <p>Everybody may say {@code hello} and ask for {@code status} and {@code policies}. The user of a connection, by what sock_diag says
 * when the request comes, may do everything with this one, and {@code connections} tells of these alone. {@code reload}, and the
 * connections of others, are for root and for who came by the socket of the administrators.
 */
@NullMarked
package mptcp4j.broker;

import org.jspecify.annotations.NullMarked;
