package mptcp4j.socket;

import java.io.IOException;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.bpf.LiveOptions;
import mptcp4j.bpf.SubflowSocket;
import mptcp4j.diag.SubflowSettings;
import mptcp4j.route.Rtnetlink;

/**
 * Options of one live subflow: by BPF, for which the kernel has no other way to set one, and where that cannot be had, read from
 * what the connection or sock_diag tells, where they tell it.
 */
final class SubflowOptions {
    private final Control control;

    SubflowOptions(Control control) {
        this.control = control;
    }

    /**
     * @param subflow as just read
     * @throws LinuxException ESRCH if it has ended; EPERM or ENOSYS, with what is missing, where only BPF could tell; else what the
     *     kernel says
     */
    <T> T get(Subflow subflow, SubflowOption<T> option) throws IOException {
        if (!option.isSettable()) {
            return option.measured(subflow.tcpInfo()).orElseThrow();
        }
        try {
            return option.ask(options(), socket(subflow));
        } catch (LinuxException e) {
            Optional<T> told = e.errno().equals(Errno.ESRCH) ? Optional.empty() : told(subflow, option, e);
            return told.orElseThrow(() -> refusal("getsockopt", subflow, option, e));
        }
    }

    /**
     * @throws IllegalArgumentException if the option has no such value, or cannot be set
     * @throws LinuxException ESRCH if the subflow has ended; EPERM or ENOSYS, with what is missing; else what the kernel says
     */
    <T> void set(Subflow subflow, SubflowOption<T> option, T value) throws IOException {
        byte[] bytes = option.encode(value);
        try {
            options().set(socket(subflow), option.level(), option.number(), bytes);
        } catch (LinuxException e) {
            throw refusal("setsockopt", subflow, option, e);
        }
    }

    /** Which sockets BPF sees is up to the thread, at each call. */
    private LiveOptions options() throws IOException {
        control.requireSameNamespace();
        return control.liveOptions();
    }

    private SubflowSocket socket(Subflow subflow) throws IOException {
        return new SubflowSocket(subflow.local(), subflow.remote(), control.token());
    }

    private <T> Optional<T> told(Subflow subflow, SubflowOption<T> option, LinuxException refusal) throws IOException {
        Optional<T> measured = option.measured(subflow.tcpInfo());
        if (measured.isPresent()) {
            return measured;
        }
        try {
            Optional<SubflowSettings> settings = control.connections().settings(subflow.local(), subflow.remote());
            return settings.isPresent() ? option.told(settings.get()) : Optional.empty();
        } catch (LinuxException e) {
            refusal.addSuppressed(e);
            return Optional.empty();
        }
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
