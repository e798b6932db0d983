package mptcp4j.daemon.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code handover}: the cheapest paths alone. There is nothing on a costlier one until every subflow of the cheaper ones is gone,
 * {@link Condition#SILENT} or {@link Condition#LOSSY}; then the next cost has its turn beside them. When one of the cheaper ones has
 * been well for a while, all that costs more is closed. Where this end only receives, it does not see that a path is silent, until it
 * sends again.
 *
 * @param settle how long a cheaper subflow has to be fine before costlier ones are closed
 * @param metered whether metered paths are used when it is their turn
 */
public record Handover(Duration settle, boolean metered) implements Policy {
    @Override
    public Plan plan(View view) {
        if (Joining.isLeftAlone(view)) {
            return Plan.leaveAsIs();
        }
        List<Wish> wishes = wishes(view);
        // Nothing may be closed for the sake of nothing.
        return wishes.isEmpty() ? Plan.leaveAsIs() : Plan.of(wishes, Plan.Others.CLOSE);
    }

    private List<Wish> wishes(View view) {
        var byCost = new TreeMap<Integer, List<LocalPath>>();
        List<LocalPath> all = Joining.pathsInUse(view, metered);
        all.forEach(path ->
                byCost.computeIfAbsent(path.cost(), cost -> new ArrayList<>()).add(path));
        List<LocalPath> used = new ArrayList<>();
        for (List<LocalPath> alike : byCost.values()) {
            used.addAll(alike);
            if (doesWell(all, view, alike)) {
                break;
            }
        }
        return Spread.over(view, used).stream()
                .map(target -> target.wish(false, why(target, used.get(0).cost())))
                .toList();
    }

    private static String why(Spread.Target target, int least) {
        return target.from().cost() == least ? "the cheapest" : "nothing cheaper does well";
    }

    private boolean doesWell(List<LocalPath> all, View view, List<LocalPath> alike) {
        int cost = alike.get(0).cost();
        boolean costlierInUse =
                view.subflows().stream().anyMatch(one -> cost(all, one).orElse(cost) > cost);
        Duration enough = costlierInUse ? settle : Duration.ZERO;
        return view.subflows().stream()
                .filter(SubflowView::isFine)
                .filter(one -> cost(all, one).filter(its -> its == cost).isPresent())
                .anyMatch(one -> one.conditionAge().compareTo(enough) >= 0);
    }

    private static Optional<Integer> cost(List<LocalPath> all, SubflowView subflow) {
        return all.stream()
                .filter(path -> path.address().equals(subflow.local().getAddress()))
                .map(LocalPath::cost)
                .findFirst();
    }

    @Override
    public Optional<Duration> interval() {
        return settle.isZero() ? Optional.empty() : Optional.of(settle.dividedBy(2));
    }

    /** {@code settle}: 0 to 10 min, 3 s by default. {@code metered}: true by default. */
    public static final class Factory implements PolicyFactory {
        /** For {@link java.util.ServiceLoader}. */
        public Factory() {}

        private static final Duration DEFAULT = Duration.ofSeconds(3);

        @Override
        public String name() {
            return "handover";
        }

        @Override
        public Policy create(PolicySettings settings) {
            Duration settle = settings.duration("settle", DEFAULT, Duration.ZERO, Duration.ofMinutes(10));
            return new Handover(settle, settings.flag("metered", true));
        }
    }
}
