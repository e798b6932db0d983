/** Proves {@code headers/}: against the committed bindings, the system's headers, the running kernel and our own constants. */
@NullMarked
package mptcp4j.linux.abi;

import org.jspecify.annotations.NullMarked;
