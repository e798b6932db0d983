/** Generic netlink: families that are found by name, and their commands. */
@NullMarked
package mptcp4j.netlink.generic;

import org.jspecify.annotations.NullMarked;
