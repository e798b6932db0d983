/** The path manager: which subflows every connection of a network namespace has, by rules and policies. */
@NullMarked
package mptcp4j.daemon;

import org.jspecify.annotations.NullMarked;
