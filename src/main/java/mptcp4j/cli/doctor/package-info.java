/** What a machine lacks for Multipath TCP: facts are collected first, and judged after, without another look. */
@NullMarked
package mptcp4j.cli.doctor;

import org.jspecify.annotations.NullMarked;
