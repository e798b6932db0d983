/** The words of a command, read as {@code ip} reads them: no input, no output, no system call. */
@NullMarked
package mptcp4j.cli.words;

import org.jspecify.annotations.NullMarked;
