/**
 * What decides which subflows a connection has: policies, which are pure functions of values. One's own is found by
 * {@link java.util.ServiceLoader}, as a {@link mptcp4j.daemon.policy.PolicyFactory}.
 */
@NullMarked
package mptcp4j.daemon.policy;

import org.jspecify.annotations.NullMarked;
