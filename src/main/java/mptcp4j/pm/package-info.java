/**
 * The kernel's path manager: the addresses over which it makes the subflows of Multipath TCP connections, how many it may
 * make, and what happens to connections. What {@code ip mptcp} does, without a process.
 */
@NullMarked
package mptcp4j.pm;

import org.jspecify.annotations.NullMarked;
