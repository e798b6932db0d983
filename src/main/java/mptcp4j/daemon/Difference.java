package mptcp4j.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.daemon.policy.Announcement;
import mptcp4j.daemon.policy.Condition;
import mptcp4j.daemon.policy.Plan;
import mptcp4j.daemon.policy.Replacement;
import mptcp4j.daemon.policy.SubflowView;
import mptcp4j.daemon.policy.Wish;

/**
 * Finds what to do so that a connection has what it should have. A pure function, with the care that no policy has to take:
 *
 * <ul>
 *   <li>nothing that works is closed before something else works
 *   <li>a subflow whose link is gone is closed as soon as another works, so that the kernel sends again at once what it carried
 *   <li>a silent one counts as not there: others are tried beside it, and it is closed when one of these works
 *   <li>one that holds up the others is made backup while another does well
 *   <li>never more than the cap
 * </ul>
 */
final class Difference {
    private final Situation situation;
    private final List<SubflowView> free;
    private final List<SubflowView> matched = new ArrayList<>();
    private final List<Wish> missing = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    private Difference(Situation situation) {
        this.situation = situation;
        this.free = new ArrayList<>(situation.view().subflows());
    }

    static List<Step> of(Situation situation) {
        return new Difference(situation).find();
    }

    private List<Step> find() {
        free.removeIf(this::isReplaced);
        situation.plan().subflows().forEach(this::match);
        boolean anyWorks = situation.view().subflows().stream().anyMatch(Difference::works);
        if (anyWorks) {
            closeUseless();
        }
        createMissing();
        if (matched.stream().anyMatch(Difference::works)) {
            closeReplaced();
            closeSurplus();
            closeOthers();
        }
        announce();
        return steps;
    }

    private boolean isReplaced(SubflowView subflow) {
        return situation.plan().replacements().stream().map(Replacement::old).anyMatch(subflow::equals);
    }

    private static boolean works(SubflowView subflow) {
        return subflow.established() && carries(subflow);
    }

    private static boolean carries(SubflowView subflow) {
        return subflow.condition() != Condition.SILENT && subflow.condition() != Condition.GONE;
    }

    private static boolean fits(SubflowView subflow, Wish wish) {
        return subflow.local().getAddress().equals(wish.from().address())
                && subflow.remote().equals(wish.to().address());
    }

    private void match(Wish wish) {
        var found = free.stream()
                .filter(one -> carries(one) && fits(one, wish))
                .max((a, b) -> Boolean.compare(a.established(), b.established()));
        if (found.isEmpty()) {
            missing.add(wish);
            return;
        }
        SubflowView subflow = found.get();
        free.remove(subflow);
        matched.add(subflow);
        boolean backup = wish.backup() || wish.from().backup() || isDemoted(wish, subflow);
        if (subflow.established() && subflow.backup() != backup) {
            steps.add(new Step.Prioritise(Ends.of(subflow), backup, reason(wish, subflow)));
        }
    }

    private boolean isDemoted(Wish wish, SubflowView subflow) {
        return situation.hurts().test(subflow) && anotherDoesWell(wish);
    }

    private String reason(Wish wish, SubflowView subflow) {
        return isDemoted(wish, subflow) && !wish.backup()
                ? "it loses much, brings little, and holds up the others"
                : wish.why();
    }

    private boolean anotherDoesWell(Wish wish) {
        return situation.view().subflows().stream()
                .anyMatch(one -> works(one) && one.condition() == Condition.FINE && !fits(one, wish));
    }

    private void closeUseless() {
        for (SubflowView subflow : situation.view().subflows()) {
            if (subflow.condition() == Condition.GONE) {
                steps.add(new Step.Close(Ends.of(subflow), isLastOfItsId(subflow), "its path is gone"));
            } else if (subflow.condition() == Condition.SILENT
                    && matched.stream().anyMatch(one -> succeeds(one, subflow))) {
                steps.add(new Step.Close(Ends.of(subflow), false, "it is silent, and another has taken its place"));
            }
        }
    }

    /** That an address is gone ends all subflows of its id at the peer, also those that work. */
    private boolean isLastOfItsId(SubflowView gone) {
        return situation.view().subflows().stream().noneMatch(one -> works(one) && one.localId() == gone.localId());
    }

    /** To close a silent one before that would have the kernel send again all that it carried, also what has arrived. */
    private static boolean succeeds(SubflowView one, SubflowView silent) {
        return works(one)
                && one.local().getAddress().equals(silent.local().getAddress())
                && one.remote().equals(silent.remote());
    }

    private void createMissing() {
        long count = situation.view().subflows().stream()
                .filter(one -> carries(one) && !isReplaced(one))
                .count();
        for (Wish wish : missing) {
            Duration pause = situation.pause().apply(wish);
            if (count >= situation.cap()) {
                return;
            }
            if (pause.isZero()) {
                steps.add(new Step.Create(wish, wish.backup() || wish.from().backup()));
                count++;
            } else {
                steps.add(new Step.Later(pause, wish.why()));
            }
        }
    }

    private void closeReplaced() {
        boolean replaced = missing.isEmpty() && matched.stream().allMatch(SubflowView::established);
        if (replaced) {
            for (Replacement replacement : situation.plan().replacements()) {
                steps.add(new Step.Close(Ends.of(replacement.old()), false, replacement.why()));
            }
        }
    }

    /** The kernel makes a subflow each time that it is asked, and the answer to one that was given up may come late. */
    private void closeSurplus() {
        List<SubflowView> surplus = free.stream()
                .filter(one -> works(one) && one.ours() && !one.initial())
                .filter(one -> situation.plan().subflows().stream().anyMatch(wish -> fits(one, wish)))
                .toList();
        free.removeAll(surplus);
        surplus.forEach(one -> steps.add(new Step.Close(Ends.of(one), false, "it is one too many")));
    }

    private void closeOthers() {
        if (situation.plan().others() == Plan.Others.KEEP) {
            return;
        }
        for (SubflowView subflow : free) {
            if (carries(subflow) && subflow.established() && subflow.ours()) {
                steps.add(new Step.Close(Ends.of(subflow), false, "the policy has no use for it"));
            }
        }
    }

    private void announce() {
        List<Announcement> wanted = situation.plan().announcements();
        for (Announcement one : wanted) {
            if (!situation.announced().contains(one)) {
                steps.add(new Step.Announce(one));
            }
        }
        for (Announcement one : situation.announced()) {
            if (!wanted.contains(one)) {
                steps.add(new Step.Withdraw(one, "it is not wanted any more"));
            }
        }
    }
}
