package mptcp4j.daemon.policy;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The settings of one policy, as its table in the configuration has them. Each method has a default for one that is not there, and
 * may throw {@link IllegalArgumentException} with what is allowed for one that is wrong. What no method was asked for is unknown.
 */
public interface PolicySettings {
    /** Returns a whole number, the least and the most among those allowed. */
    int number(String key, int otherwise, int least, int most);

    /** Returns a share or another fraction, the least and the most among those allowed. */
    double fraction(String key, double otherwise, double least, double most);

    /**
     * Returns a length of time, written as {@code "250ms"}, {@code "30s"}, {@code "5m"} or {@code "1h"}, the least and the most
     * among those allowed.
     */
    Duration duration(String key, Duration otherwise, Duration least, Duration most);

    /** Returns whether it is set. */
    boolean flag(String key, boolean otherwise);

    /** Returns texts. */
    List<String> texts(String key, List<String> otherwise);

    /**
     * Returns what texts stand for; nothing where none are set.
     *
     * @param reader throws {@link IllegalArgumentException} with what is allowed for a text that is wrong
     */
    default <T> List<T> values(String key, Function<String, T> reader) {
        return texts(key, List.of()).stream().map(reader).toList();
    }
}
