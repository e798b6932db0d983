/** The command line: one class per command. The only place that prints and ends the process. */
@NullMarked
package mptcp4j.cli;

import org.jspecify.annotations.NullMarked;
