package mptcp4j.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
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
        return of(contestants, contestant -> contestant.round(order), warmUps, rounds);
    }

    /** @param work what makes a contestant do a round */
    static Comparison of(List<Contestant> contestants, Work work, int warmUps, int rounds) throws IOException {
        var comparison = new Comparison(contestants);
        for (int i = 0; i < warmUps + rounds; i++) {
            comparison.turn(contestants, work, i >= warmUps);
        }
        return comparison;
    }

    private void turn(List<Contestant> contestants, Work work, boolean counts) throws IOException {
        Set<Long> outcomes = new HashSet<>();
        for (Contestant contestant : contestants) {
            Round round = work.round(contestant);
            outcomes.add(round.outcome());
            if (counts) {
                rounds.get(contestant.name()).add(round);
            }
        }
        if (outcomes.size() != 1) {
            throw new IOException(outcomes + " came out of one round");
        }
    }

    /** How long a round took. */
    Spread nanos(String name) {
        return spread(name, Round::nanos);
    }

    /** How long a round took, in terms of the yardstick's of the same turn: the median. */
    double ratio(String name) {
        return ratio(name, Round::nanos);
    }

    /** A measure of the rounds. */
    Spread spread(String name, ToDoubleFunction<Round> measure) {
        return Spread.of(rounds.get(name).stream().mapToDouble(measure));
    }

    /** A measure of the rounds, in terms of the yardstick's of the same turn: the median. */
    double ratio(String name, ToDoubleFunction<Round> measure) {
        List<Round> yardsticks = rounds.get(yardstick);
        List<Round> ours = rounds.get(name);
        return Spread.of(IntStream.range(0, ours.size())
                        .mapToDouble(
                                i -> measure.applyAsDouble(ours.get(i)) / measure.applyAsDouble(yardsticks.get(i))))
                .median();
    }

    /** Makes a contestant do a round. */
    @FunctionalInterface
    interface Work {
        Round round(Contestant contestant) throws IOException;
    }
}
