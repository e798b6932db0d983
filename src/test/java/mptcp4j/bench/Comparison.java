package mptcp4j.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mptcp4j.bench.Contestant.Round;

/**
 * The same work, done by each contestant in turns, so that what disturbs the machine disturbs all. The first one is the
 * yardstick.
 */
final class Comparison {
    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();
    private final String yardstick;

    private Comparison(List<Contestant> contestants) {
        contestants.forEach(each -> rounds.put(each.name(), new ArrayList<>()));
        yardstick = contestants.get(0).name();
    }

    /**
     * @param warmUps rounds before those that count: the JVM compiles meanwhile
     * @throws IOException if a contestant ended, or what came out of a round is not the same for all
     */
    static Comparison of(List<Contestant> contestants, String order, int warmUps, int rounds) throws IOException {
        var comparison = new Comparison(contestants);
        for (int i = 0; i < warmUps + rounds; i++) {
            comparison.turn(contestants, order, i >= warmUps);
        }
        return comparison;
    }

    private void turn(List<Contestant> contestants, String order, boolean counts) throws IOException {
        Set<Long> outcomes = new HashSet<>();
        for (Contestant contestant : contestants) {
            Round round = contestant.round(order);
            outcomes.add(round.outcome());
            if (counts) {
                rounds.get(contestant.name()).add(round);
            }
        }
        if (outcomes.size() != 1) {
            throw new IOException(outcomes + " came out of: " + order);
        }
    }

    /** How long a round took. */
    Spread nanos(String name) {
        return Spread.of(rounds.get(name).stream().mapToDouble(Round::nanos));
    }

    /** How long a round took, in terms of the yardstick's of the same turn: the median. */
    double ratio(String name) {
        List<Round> yardsticks = rounds.get(yardstick);
        List<Round> ours = rounds.get(name);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add((double) ours.get(i).nanos() / yardsticks.get(i).nanos());
        }
        return Spread.of(ratios.stream().mapToDouble(Double::doubleValue)).median();
    }
}
