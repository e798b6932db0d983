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
    private static final String SUFFIX = ".sock";

    private BrokerSocket() {}

    /** Returns the file that is for everybody, whether it is there or not. */
    public static Path path() {
        return Path.of(Optional.ofNullable(System.getProperty(PROPERTY))
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .filter(said -> !said.isBlank())
                .orElse(DEFAULT));
    }

    /**
     * Returns the file beside another that is for those who may do everything: whoever can open it may. It is {@code daemon.admin.sock}
     * beside {@code daemon.sock}, as several daemons may have their sockets in one directory.
     */
    public static Path ofAdministrators(Path socket) {
        String name = String.valueOf(socket.getFileName());
        String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return socket.resolveSibling(stem + ".admin" + SUFFIX);
    }
}
