/**
 * Every MPTCP connection of a network namespace, whichever process it belongs to, with its subflows: what {@code ss -M}
 * and {@code ss -ti} show apart. Besides, who owns a socket, and the kernel's counters.
 */
@NullMarked
package mptcp4j.diag;

import org.jspecify.annotations.NullMarked;
