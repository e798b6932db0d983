/** The experiments of the demo: what they do on a lab of their own, what was recorded, and what follows from it. */
@NullMarked
package mptcp4j.cli.demo;

import org.jspecify.annotations.NullMarked;
