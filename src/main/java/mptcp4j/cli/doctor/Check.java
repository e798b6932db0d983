package mptcp4j.cli.doctor;

import java.util.List;

/** Judges facts: a pure function. */
@FunctionalInterface
interface Check {
    List<Finding> of(Facts facts);
}
