/** What a service says to the service manager that has started it. */
@NullMarked
package mptcp4j.daemon.systemd;

import org.jspecify.annotations.NullMarked;
