package mptcp4j.cli.demo;

import java.time.Duration;

/**
 * Something done to a path during a transfer.
 *
 * @param at time since the transfer began, when it began to be done
 * @param what it was, in a few words
 */
public record Moment(Duration at, String what) {}
