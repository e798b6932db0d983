/** The vocabulary of every public signature: how a refusal by Linux is named and reported. */
@NullMarked
package mptcp4j;

import org.jspecify.annotations.NullMarked;
