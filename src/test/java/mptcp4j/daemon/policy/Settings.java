package mptcp4j.daemon.policy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings of a map, which remembers what was asked for. */
final class Settings implements PolicySettings {
    final Set<String> asked = new HashSet<>();
    private final Map<String, Object> values;

    Settings(Map<String, Object> values) {
        this.values = values;
    }

    @Override
    public int number(String key, int otherwise, int least, int most) {
        return within(key, get(key, otherwise), least, most);
    }

    @Override
    public double fraction(String key, double otherwise, double least, double most) {
        return within(key, get(key, otherwise), least, most);
    }

    @Override
    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        return within(key, get(key, otherwise), least, most);
    }

    @Override
    public boolean flag(String key, boolean otherwise) {
        return get(key, otherwise);
    }

    @Override
    public List<String> texts(String key, List<String> otherwise) {
        return get(key, otherwise);
    }

    private <T extends Comparable<T>> T within(String key, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + " is " + least + " to " + most + ", not " + value);
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private <T> T get(String key, T otherwise) {
        asked.add(key);
        return (T) values.getOrDefault(key, otherwise);
    }
}
