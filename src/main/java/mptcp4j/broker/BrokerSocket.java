package mptcp4j.broker;

import java.nio.file.Path;
import java.util.Optional;

/** Where the daemon is to be found. */
public final class BrokerSocket {
    /** The property that says where it is; the environment variable {@value #VARIABLE} counts where it is not set. */
    public static final String PROPERTY = "mptcp4j.broker";

    /** The variable for those who set no properties. */
    public static final String VARIABLE = "MPTCP4J_BROKER";

    private static final String DEFAULT = "/run/mptcp4j/daemon.sock";
    private static final String OF_ADMINISTRATORS = "admin.sock";

    private BrokerSocket() {}

    /** Returns the file that is for everybody, whether it is there or not. */
    public static Path path() {
        return Path.of(Optional.ofNullable(System.getProperty(PROPERTY))
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .filter(said -> !said.isBlank())
                .orElse(DEFAULT));
    }

    /** Returns the file beside another that is for those who may do everything: whoever can open it may. */
    public static Path ofAdministrators(Path socket) {
        return socket.resolveSibling(OF_ADMINISTRATORS);
    }
}
