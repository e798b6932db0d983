/** Measurements, run by {@code scripts/bench}; the tests leave them alone. */
package mptcp4j.bench;
