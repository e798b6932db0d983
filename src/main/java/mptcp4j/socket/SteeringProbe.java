package mptcp4j.socket;

import java.io.IOException;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.bpf.LiveOptions;
import mptcp4j.broker.BrokerSocket;
import mptcp4j.linux.NamespaceCookie;
import mptcp4j.pm.MptcpSysctls;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvents;

/** What of the subflows of connections can be commanded and heard of here. */
final class SteeringProbe {
    private static final String PM_TYPE = "pm_type";
    private static final String USER_SPACE = "1";

    private SteeringProbe() {}

    /** @param permission to change anything of the path manager */
    static Capability steering(Capability permission) {
        if (permission.available()) {
            return steering("");
        }
        Capability daemon = daemon(new LinuxException("steer connections", Errno.EPERM, permission.detail()));
        return daemon.available() ? steering(", by " + daemon.detail()) : permission;
    }

    private static Capability steering(String by) {
        try (PathManager pathManager = PathManager.open()) {
            if (!pathManager.steersConnections()) {
                return Capability.no("the userspace path manager needs Linux 5.19");
            }
            String type = MptcpSysctls.ofThread().get(PM_TYPE);
            String setting = "net.mptcp." + PM_TYPE + "=" + type;
            return type.equals(USER_SPACE)
                    ? Capability.yes(setting + by)
                    : Capability.no(setting + ": sysctl -w net.mptcp.pm_type=1, for sockets made from then on");
        } catch (IOException e) {
            return Capability.no(e);
        }
    }

    static Capability events() {
        try {
            PathManagerEvents.open().close();
            return Capability.yes("mptcp_pm_events");
        } catch (LinuxException e) {
            return KernelOrDaemon.lacksTheRight(e) ? daemon(e) : Capability.no(e);
        } catch (IOException e) {
            return Capability.no(e);
        }
    }

    private static Capability daemon(LinuxException refusal) {
        try (DaemonDoor door = new DaemonDoor(NamespaceCookie.ofThread())) {
            door.client(refusal);
            return Capability.yes("the daemon at " + BrokerSocket.path());
        } catch (LinuxException e) {
            return Capability.no(e);
        }
    }

    static Capability options() {
        try {
            LiveOptions.open().close();
            return Capability.yes("libbpf, BTF, and the right to load programs for BPF");
        } catch (IOException e) {
            return Capability.no(e);
        }
    }
}
