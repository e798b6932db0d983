/**
 * A laboratory of network namespaces: hosts, the paths between them, their rates and their failures. It talks to the
 * running kernel, so what is measured in it is what Linux does.
 */
@NullMarked
package mptcp4j.lab;

import org.jspecify.annotations.NullMarked;
