package mptcp4j.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.RemoteAddress;
import mptcp4j.pm.SubflowCommands;
import org.jspecify.annotations.Nullable;

/**
 * Commands on one connection, by the authority that there is: the kernel, and once it has refused for want of the right, the daemon. So
 * who has the right pays nothing for those who have not, but that a daemon hears of the first command. Thread-safe.
 */
final class KernelOrDaemon implements SubflowCommands {
    /** What connecting met, such as a firewall's rule: a daemon meets the same. */
    private static final String OF_THE_NETWORK = "connect error";

    private final SubflowCommands kernel;
    private final DaemonDoor door;
    private volatile @Nullable LinuxException refusal;
    private volatile boolean steered;
    private volatile boolean told;

    KernelOrDaemon(SubflowCommands kernel, DaemonDoor door) {
        this.kernel = kernel;
        this.door = door;
    }

    /** Returns whether the kernel refuses whatever this program commands. */
    static boolean lacksTheRight(LinuxException e) {
        return e.errno().equals(Errno.EPERM) && !String.valueOf(e.detail()).startsWith(OF_THE_NETWORK);
    }

    @Override
    public long token() {
        return kernel.token();
    }

    @Override
    public void announce(LocalAddress address) throws IOException {
        run(authority -> authority.announce(address));
    }

    @Override
    public void remove(int id) throws IOException {
        run(authority -> authority.remove(id));
    }

    @Override
    public void createSubflow(LocalAddress local, RemoteAddress remote) throws IOException {
        run(authority -> authority.createSubflow(local, remote));
    }

    @Override
    public void destroySubflow(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        run(authority -> authority.destroySubflow(local, remote));
    }

    @Override
    public void setBackup(InetSocketAddress local, InetSocketAddress remote, boolean backup) throws IOException {
        run(authority -> authority.setBackup(local, remote, backup));
    }

    /** This the kernel tells everyone. */
    @Override
    public List<LocalAddress> addresses() throws IOException {
        return kernel.addresses();
    }

    /** Returns whether the daemon carries commands out, and its policy leaves the connection alone. */
    boolean isSteeredByDaemon() {
        return steered;
    }

    /** Hands the connection back to the daemon, where that knows who steers it. */
    void handBack() throws IOException {
        LinuxException known = refusal;
        if (known != null) {
            steered = false;
            door.client(known).handBack(token());
        } else if (told) {
            told = false;
            door.tell(token(), false);
        }
    }

    private void run(Command command) throws IOException {
        LinuxException known = refusal;
        if (known == null) {
            tellOnce();
            try {
                command.run(kernel);
                return;
            } catch (LinuxException e) {
                if (!lacksTheRight(e)) {
                    throw e;
                }
                known = e;
            }
        }
        SubflowCommands daemon = door.client(known).connection(token());
        refusal = known;
        steered = true;
        command.run(daemon);
    }

    /** Before the first command, as a policy is quick. */
    private void tellOnce() {
        if (told) {
            return;
        }
        synchronized (this) {
            if (!told) {
                door.tell(token(), true);
                told = true;
            }
        }
    }

    @FunctionalInterface
    private interface Command {
        void run(SubflowCommands authority) throws IOException;
    }
}
