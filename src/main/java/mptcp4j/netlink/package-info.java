/**
 * Netlink: messages, attributes, the kernel's extended acknowledgement, and one request at a time over a
 * {@link mptcp4j.netlink.Transport}, which is where a test puts a kernel of its own.
 */
@NullMarked
package mptcp4j.netlink;

import org.jspecify.annotations.NullMarked;
