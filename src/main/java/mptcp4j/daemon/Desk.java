package mptcp4j.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the daemon does for those who ask. Each method may be called from any thread; it is carried out between two events, and
 * returns when that is done.
 */
public interface Desk {
    /** Returns how the daemon does. */
    Status status() throws IOException;

    /** Returns the connections that it knows, by token. */
    List<ConnectionSummary> connections() throws IOException;

    /** Returns why a connection is as it is; empty if there is none of the token. */
    Optional<Explanation> explain(long token) throws IOException;

    /** Returns the policies that there are, with what they are made of. */
    List<String> policies() throws IOException;

    /**
     * Reads the configuration again. No connection is lost; where the configuration is wrong, the old one stays.
     *
     * @throws IOException with the place of the mistake, and what is allowed
     */
    void reload() throws IOException;

    /**
     * Gives a connection another policy than its rule, until it ends.
     *
     * @param policy one of {@link #policies}
     * @throws IllegalArgumentException if there is no such policy
     * @throws IOException if there is no such connection
     */
    void set(long token, String policy) throws IOException;

    /**
     * Lets the application steer a connection: no policy touches it until it is handed back.
     *
     * @param byApplication whether it does from now on
     * @throws IOException if there is no such connection
     */
    void steer(long token, boolean byApplication) throws IOException;
}
