package mptcp4j.socket;

import java.io.IOException;
import java.lang.ref.Reference;
import java.util.Optional;
import mptcp4j.LinuxException;
import mptcp4j.bpf.SubflowSocket;
import mptcp4j.diag.SubflowSettings;
import mptcp4j.route.Rtnetlink;

/**
 * Options of one live subflow: read from what the connection or sock_diag tells, which takes no privilege and walks over no other
 * sockets, and by BPF where they do not tell. The kernel has no other way to set one.
 */
final class SubflowOptions {
    private final Control control;
    private final Steering steering;

    SubflowOptions(Control control, Steering steering) {
        this.control = control;
        this.steering = steering;
    }

    /**
     * @param subflow as just read
     * @throws LinuxException ESRCH if it has ended; EPERM or ENOSYS, with what is missing, where only BPF could tell; else what the
     *     kernel says
     */
    <T> T get(Subflow subflow, SubflowOption<T> option) throws IOException {
        Optional<T> measured = option.measured(subflow.tcpInfo());
        return measured.isPresent() ? measured.get() : ask(subflow, option);
    }

    private <T> T ask(Subflow subflow, SubflowOption<T> option) throws IOException {
        control.requireSameNamespace();
        LinuxException untold = null;
        Optional<T> told = Optional.empty();
        try {
            told = told(subflow, option);
        } catch (LinuxException e) {
            untold = e;
        }
        if (told.isPresent()) {
            steering.subflow(subflow.id()); // else it may be of another: ports are used again, ids are not
            return told.get();
        }
        try {
            return option.ask(control.liveOptions(), socket(subflow));
        } catch (LinuxException e) {
            LinuxException refusal = refusal("getsockopt", subflow, option, e);
            if (untold != null) {
                refusal.addSuppressed(untold);
            }
            throw refusal;
        } finally {
            Reference.reachabilityFence(control); // the cleaner closes the doors of who is not used any more
        }
    }

    /** Returns empty where BPF may know more: of a subflow that has ended, too, which is its to say. */
    private <T> Optional<T> told(Subflow subflow, SubflowOption<T> option) throws IOException {
        if (!option.isTold()) {
            return Optional.empty();
        }
        Optional<SubflowSettings> settings = control.connections().settings(subflow.local(), subflow.remote());
        return settings.isPresent() ? option.told(settings.get()) : Optional.empty();
    }

    /**
     * @throws IllegalArgumentException if the option has no such value, or cannot be set
     * @throws LinuxException ESRCH if the subflow has ended; EPERM or ENOSYS, with what is missing; else what the kernel says
     */
    <T> void set(Subflow subflow, SubflowOption<T> option, T value) throws IOException {
        byte[] bytes = option.encode(value);
        try {
            control.requireSameNamespace();
            control.liveOptions().set(socket(subflow), option.level(), option.number(), bytes);
        } catch (LinuxException e) {
            throw refusal("setsockopt", subflow, option, e);
        } finally {
            Reference.reachabilityFence(control);
        }
    }

    private SubflowSocket socket(Subflow subflow) throws IOException {
        return new SubflowSocket(subflow.local(), subflow.remote(), control.token());
    }

    private static LinuxException refusal(
            String operation, Subflow subflow, SubflowOption<?> option, LinuxException cause) {
        var refusal = new LinuxException(
                operation + "(" + option + ") of subflow " + subflow.id(), cause.errno(), cause.detail());
        refusal.initCause(cause);
        return refusal;
    }

    /** Returns the name of an interface of the thread's namespace; empty for 0, which is none. */
    static String interfaceName(int index) throws IOException {
        if (index == 0) {
            return "";
        }
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            return rtnetlink.link(index).name();
        }
    }
}
