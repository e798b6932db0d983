package mptcp4j.daemon;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import mptcp4j.daemon.policy.Announcement;
import mptcp4j.daemon.policy.Plan;
import mptcp4j.daemon.policy.SubflowView;
import mptcp4j.daemon.policy.View;
import mptcp4j.daemon.policy.Wish;

/**
 * What there is and what there should be, for one connection.
 *
 * @param view what there is
 * @param plan what there should be
 * @param cap how many subflows it may have at most
 * @param announced what the peer was told and not told otherwise since
 * @param hurts whether a subflow is to be backup for a time, as its path holds up the others
 * @param pause how long to wait before a wish may be tried; zero for now
 */
record Situation(
        View view,
        Plan plan,
        int cap,
        Set<Announcement> announced,
        Predicate<SubflowView> hurts,
        Function<Wish, Duration> pause) {}
