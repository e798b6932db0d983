/** Links, addresses, routes, rules and queueing disciplines, through the kernel's rtnetlink. */
@NullMarked
package mptcp4j.route;

import org.jspecify.annotations.NullMarked;
