package mptcp4j.daemon.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where applications reach the daemon.
 *
 * @param socket the path of its Unix socket
 * @param group the name of the group whose members may act on every connection; empty if only root may
 */
public record BrokerSettings(Path socket, Optional<String> group) {
    /** What holds where nothing is said. */
    public static final BrokerSettings DEFAULT =
            new BrokerSettings(Path.of("/run/mptcp4j/daemon.sock"), Optional.empty());
}
