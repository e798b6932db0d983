/** What the administrator says: the configuration of the path manager, strictly read, and the rules in it. Values are immutable. */
@NullMarked
package mptcp4j.daemon.config;

import org.jspecify.annotations.NullMarked;
