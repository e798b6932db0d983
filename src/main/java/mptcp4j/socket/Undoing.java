package mptcp4j.socket;

import java.io.IOException;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.pm.SubflowCommands;

/** Leaves nothing of a subflow that was begun in vain, and everything of those that others began. */
final class Undoing {
    private Undoing() {}

    /**
     * Closes it. Where another program began one that fits as well at the same moment, nobody can tell which is whose, and both stay;
     * one that is not answered the kernel gives up by itself.
     *
     * @param begun those that it may be
     * @param failure why; what goes wrong here is suppressed in it
     */
    static void close(SubflowCommands pathManager, List<SubflowAddresses> begun, Exception failure) {
        if (begun.size() > 1) {
            failure.addSuppressed(new LinuxException(
                    "close what was begun",
                    Errno.EBUSY,
                    "another program began one at the same moment, so none of these was closed: " + begun));
            return;
        }
        try {
            for (SubflowAddresses its : begun) {
                pathManager.destroySubflow(its.local(), its.remote());
            }
        } catch (LinuxException e) {
            if (!e.errno().equals(Errno.ESRCH)) { // it has ended by itself
                failure.addSuppressed(e);
            }
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
