/** The door to Linux: the few C library calls that we make, file descriptors, namespaces and socket addresses. */
@NullMarked
package mptcp4j.linux;

import org.jspecify.annotations.NullMarked;
