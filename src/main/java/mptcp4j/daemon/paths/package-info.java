/** The addresses of this host that subflows may go from: which there are, and what the kernel has to know of them. */
@NullMarked
package mptcp4j.daemon.paths;

import org.jspecify.annotations.NullMarked;
