/** The daemon's figures, for who asks by HTTP in the text format of Prometheus. */
@NullMarked
package mptcp4j.daemon.metrics;

import org.jspecify.annotations.NullMarked;
