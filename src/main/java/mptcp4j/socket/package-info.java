/**
 * Sockets and channels of the JDK that are MPTCP underneath ({@link mptcp4j.socket.Mptcp}), and what the kernel tells
 * about one of their connections ({@link mptcp4j.socket.MptcpConnection}).
 */
@NullMarked
package mptcp4j.socket;

import org.jspecify.annotations.NullMarked;
