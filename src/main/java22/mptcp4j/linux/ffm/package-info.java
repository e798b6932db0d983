/**
 * {@link mptcp4j.linux.Libc} through the Foreign Function and Memory API, for JDK 22 and later. Loaded by name, imported
 * by nobody.
 */
@NullMarked
package mptcp4j.linux.ffm;

import org.jspecify.annotations.NullMarked;
