package mptcp4j.pm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The commands on the subflows and addresses of one connection, whoever carries them out: the kernel for who has the right
 * ({@link ConnectionPathManager}), or a daemon on behalf of who has not. The refusals are those of {@link ConnectionPathManager} in the
 * kernel's words, by whatever way. Thread-safe.
 */
public interface SubflowCommands {
    /** Returns the number that names the connection in its network namespace, from 0 to 2<sup>32</sup> - 1. */
    long token();

    /** As {@link ConnectionPathManager#announce}. */
    void announce(LocalAddress address) throws IOException;

    /** As {@link ConnectionPathManager#remove}. */
    void remove(int id) throws IOException;

    /** As {@link ConnectionPathManager#createSubflow}. */
    void createSubflow(LocalAddress local, RemoteAddress remote) throws IOException;

    /** As {@link ConnectionPathManager#destroySubflow}. */
    void destroySubflow(InetSocketAddress local, InetSocketAddress remote) throws IOException;

    /** As {@link ConnectionPathManager#setBackup}. */
    void setBackup(InetSocketAddress local, InetSocketAddress remote, boolean backup) throws IOException;

    /** As {@link ConnectionPathManager#addresses}. */
    List<LocalAddress> addresses() throws IOException;
}
