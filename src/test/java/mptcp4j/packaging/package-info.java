/** Tests of what the build makes: the jar, the module in it, the executable jar, and the layers of the classes. */
@NullMarked
package mptcp4j.packaging;

import org.jspecify.annotations.NullMarked;
