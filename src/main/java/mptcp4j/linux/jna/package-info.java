/** {@link mptcp4j.linux.Libc} through JNA, for JDKs before 22. Loaded by name, imported by nobody. */
@NullMarked
package mptcp4j.linux.jna;

import org.jspecify.annotations.NullMarked;
