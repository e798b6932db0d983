package mptcp4j.daemon.config;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration is wrong, and nothing of it holds. The message has a line for each mistake, with its place. */
public final class ConfigurationException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    /** @param file what to call the configuration */
    ConfigurationException(String file, List<Mistake> mistakes) {
        super(mistakes.stream()
                .map(mistake -> file + ":" + mistake.line() + ":" + mistake.column() + ": " + mistake.text())
                .collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Returns what is wrong, in the order of the file. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
