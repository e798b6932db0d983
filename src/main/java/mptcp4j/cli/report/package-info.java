/** How the demo looks: on the terminal while it runs and after, as JSON, and as a page. Measures nothing. */
@NullMarked
package mptcp4j.cli.report;

import org.jspecify.annotations.NullMarked;
