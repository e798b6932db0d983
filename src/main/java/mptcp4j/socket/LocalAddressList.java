package mptcp4j.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.LocalAddress;

/** Local addresses that a connection shall use, or shall not use any more (RFC 6897 section 5.3). */
final class LocalAddressList {
    private final MptcpConnection connection;
    private final List<InetSocketAddress> addresses;
    private final Failures failures = new Failures();

    /** @throws IllegalArgumentException if an address is not resolved */
    LocalAddressList(MptcpConnection connection, List<InetSocketAddress> addresses) {
        this.connection = connection;
        this.addresses = addresses.stream().map(IpAddress::plain).toList();
    }

    void add() throws IOException {
        List<Subflow> subflows = connection.subflows();
        boolean announces = wasBegunByPeer(subflows);
        for (InetSocketAddress address : addresses) {
            if (subflows.stream().noneMatch(subflow -> covers(address, subflow.local()))) {
                failures.of(() -> {
                    if (announces) {
                        connection.announce(address);
                    } else {
                        connection.openSubflow(SubflowSpec.from(address));
                    }
                });
            }
        }
        failures.throwFirst();
    }

    /** Returns whether the peer has begun each subflow. Where there is none, this end may try. */
    private static boolean wasBegunByPeer(List<Subflow> subflows) throws IOException {
        boolean some = false;
        for (Subflow subflow : subflows) {
            var flags = subflow.lookUp().map(mptcp4j.diag.Subflow::flags);
            if (flags.filter(its -> its.contains(SubflowFlag.MCAP_LOC) || its.contains(SubflowFlag.JOIN_LOC))
                    .isPresent()) {
                return false;
            }
            some |= flags.isPresent();
        }
        return some;
    }

    /** The peer hears of it first, over the subflows that are about to go, too; the kernel forgets an address with its subflow. */
    void remove() throws IOException {
        List<Subflow> before = connection.subflows();
        List<Subflow> going = before.stream().filter(this::uses).toList();
        List<LocalAddress> known = connection.localAddresses();
        if (!going.isEmpty() && before.stream().noneMatch(subflow -> !uses(subflow) && works(subflow))) {
            openAlternative(known, before);
        }
        for (int id : withdrawable(known, going)) {
            failures.of(() -> withdraw(id));
        }
        for (Subflow subflow : going) {
            failures.of(() -> close(subflow));
        }
        failures.throwFirst();
    }

    private boolean uses(Subflow subflow) {
        return isListed(subflow.local());
    }

    private boolean isListed(InetSocketAddress local) {
        return addresses.stream().anyMatch(address -> covers(address, local));
    }

    private static boolean covers(InetSocketAddress listed, InetSocketAddress local) {
        return listed.getAddress().equals(local.getAddress())
                && (listed.getPort() == 0 || listed.getPort() == local.getPort());
    }

    private static boolean works(Subflow subflow) {
        return subflow.state() == TcpState.ESTABLISHED;
    }

    /** One is enough; where none can be had, the removal goes on all the same, and tells why there is none. */
    private void openAlternative(List<LocalAddress> known, List<Subflow> before) throws IOException {
        if (wasBegunByPeer(before)) {
            return;
        }
        var refusals = new Failures();
        for (LocalAddress candidate : known) {
            var address = new InetSocketAddress(IpAddress.plain(candidate.address()), candidate.port());
            if (isIdle(address, before)
                    && !isListed(address)
                    && refusals.of(() -> connection.openSubflow(SubflowSpec.from(address)))) {
                return;
            }
        }
        failures.add(refusals);
    }

    private static boolean isIdle(InetSocketAddress address, List<Subflow> subflows) {
        return subflows.stream()
                .noneMatch(subflow ->
                        works(subflow) && subflow.local().getAddress().equals(address.getAddress()));
    }

    /** Returns the ids of what is listed, but not of what another subflow uses under the same id. */
    private Set<Integer> withdrawable(List<LocalAddress> known, List<Subflow> going) throws IOException {
        Set<Integer> ids = new LinkedHashSet<>();
        for (LocalAddress address : known) {
            if (isListed(new InetSocketAddress(IpAddress.plain(address.address()), address.port()))) {
                ids.add(address.id());
            }
        }
        for (Subflow subflow : going) {
            subflow.lookUp().ifPresent(details -> ids.add(details.localId()));
        }
        for (Subflow subflow : connection.subflows()) {
            if (!uses(subflow)) {
                subflow.lookUp().ifPresent(details -> ids.remove(details.localId()));
            }
        }
        return ids;
    }

    /**
     * The end of the subflow has to tell the peer where the address cannot be withdrawn: it lost its entry when another subflow from it
     * was closed, or the kernel's own path manager has the connection.
     */
    private void withdraw(int id) throws IOException {
        try {
            connection.withdraw(id);
        } catch (LinuxException e) {
            if (!LocalIds.isUnknown(e) && !Steering.isKernels(e)) {
                throw e;
            }
        }
    }

    private void close(Subflow subflow) throws IOException {
        try {
            connection.closeSubflow(subflow.id());
        } catch (LinuxException e) {
            if (!e.errno().equals(Errno.ESRCH)) { // the peer was faster
                throw e;
            }
        }
    }

    /** What went wrong with some of several. */
    private static final class Failures {
        private final List<LinuxException> all = new ArrayList<>();

        /** Returns whether it went well. */
        boolean of(Step step) throws IOException {
            try {
                step.run();
                return true;
            } catch (LinuxException e) {
                all.add(e);
                return false;
            }
        }

        void add(Failures others) {
            all.addAll(others.all);
        }

        void throwFirst() throws LinuxException {
            if (!all.isEmpty()) {
                LinuxException first = all.remove(0);
                all.forEach(first::addSuppressed);
                throw first;
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
