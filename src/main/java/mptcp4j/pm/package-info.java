/**
 * The kernel's path manager: the addresses over which it makes the subflows of Multipath TCP connections, and how many
 * it may make. What {@code ip mptcp endpoint} and {@code ip mptcp limits} do, without a process.
 */
@NullMarked
package mptcp4j.pm;

import org.jspecify.annotations.NullMarked;
