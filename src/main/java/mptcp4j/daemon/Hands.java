package mptcp4j.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.daemon.policy.Announcement;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.daemon.policy.Wish;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.RemoteAddress;

/**
 * Carries out steps, each one command to the kernel that takes some microseconds. What the kernel refuses is written down, counted, and
 * tried again later where that makes sense. Of one thread.
 */
final class Hands {
    private static final System.Logger LOG = System.getLogger(Hands.class.getName());

    private final Clock clock;
    private final Listeners listeners;
    private final Map<Errno, Long> refusals = new HashMap<>();

    Hands(Clock clock, Listeners listeners) {
        this.clock = clock;
        this.listeners = listeners;
    }

    /** Returns how often the kernel refused, by errno. */
    Map<Errno, Long> refusals() {
        return Map.copyOf(refusals);
    }

    /** @return whether the kernel did it */
    boolean carryOut(Managed connection, Step step) {
        if (step instanceof Step.Create create) {
            return create(connection, create);
        } else if (step instanceof Step.Close close) {
            return close(connection, close);
        } else if (step instanceof Step.Prioritise prioritise) {
            return prioritise(connection, prioritise);
        } else if (step instanceof Step.Announce announce) {
            return announce(connection, announce.announcement());
        } else if (step instanceof Step.Withdraw withdraw) {
            return withdraw(connection, withdraw);
        }
        return true;
    }

    private boolean create(Managed connection, Step.Create create) {
        Wish wish = create.wish();
        LocalPath from = wish.from();
        InetSocketAddress to = wish.to().address();
        Duration now = clock.now();
        try {
            int id = withId(connection, from.address(), 0, given -> {
                var local = LocalAddress.of(given, from.address()).withInterface(from.link());
                connection
                        .commands()
                        .createSubflow(
                                create.backup() ? local.with(EndpointFlag.BACKUP) : local,
                                RemoteAddress.of(to).withId(wish.to().id()));
            });
            boolean probing = connection.ways().isProbed(from.address(), to);
            var ends = new Ends(new InetSocketAddress(from.address(), 0), to);
            var known = new KnownSubflow(ends, id, wish.to().id(), false, true, now)
                    .boundTo(from.link())
                    .backup(create.backup(), now);
            connection.begun().add(new Managed.Begun(known, probing));
            say(connection, new Created(ends, id, create.backup(), create.why()));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            Errno errno = refused(connection, "create " + from.address().getHostAddress() + " > " + Ends.text(to), e);
            connection.ways().failed(from.address(), to, errno, null, now);
            return false;
        }
    }

    /** Under another id if the kernel knows better: other programs may steer the connection, and it gives out ids itself. */
    private int withId(Managed connection, InetAddress address, int port, Command command) throws IOException {
        int id = connection.ids().of(address, port, clock.now());
        try {
            command.run(id);
            return id;
        } catch (LinuxException e) {
            if (!String.valueOf(e.detail()).contains("did not match address and id")) {
                throw e;
            }
            connection.ids().learn(connection.commands().addresses());
            int again = connection.ids().of(address, port, clock.now());
            command.run(again);
            return again;
        }
    }

    /** REMOVE_ADDR goes first: the kernel forgets the id of an address when a subflow from there is destroyed. */
    private boolean close(Managed connection, Step.Close close) {
        Ends ends = close.ends();
        try {
            if (close.tellPeer()) {
                connection.subflow(ends).ifPresent(known -> tellPeer(connection, known));
            }
            connection.commands().destroySubflow(ends.local(), ends.remote());
            say(connection, "closed " + ends + ": " + close.why());
            return true;
        } catch (IOException e) {
            boolean gone =
                    e instanceof LinuxException refusal && refusal.errno().equals(Errno.ESRCH);
            if (!gone) {
                refused(connection, "close " + ends, e);
            }
            return gone;
        }
    }

    private void tellPeer(Managed connection, KnownSubflow known) {
        try {
            connection.commands().remove(known.localId());
            connection.ids().removed(known.localId(), clock.now());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the peer is not told of an address that is gone", e);
        }
    }

    /** One that is on its way and is not answered. */
    void abandon(Managed connection, Ends ends) {
        close(connection, new Step.Close(ends, false, "nobody answers"));
    }

    private boolean prioritise(Managed connection, Step.Prioritise step) {
        try {
            connection.commands().setBackup(step.ends().local(), step.ends().remote(), step.backup());
            connection.subflow(step.ends()).ifPresent(known -> known.backup(step.backup(), clock.now()));
            say(connection, (step.backup() ? "backup " : "no backup ") + step.ends() + ": " + step.why());
            return true;
        } catch (IOException e) {
            refused(connection, "set backup of " + step.ends(), e);
            return false;
        }
    }

    private boolean announce(Managed connection, Announcement announcement) {
        try {
            if (announcement.listenAt().isPresent()) {
                listeners.need(place(connection, announcement.listenAt().get()));
            }
            tell(connection, announcement);
            return true;
        } catch (IOException e) {
            refused(connection, "announce " + announcement.address().getHostAddress(), e);
            return false;
        }
    }

    private void tell(Managed connection, Announcement announcement) throws IOException {
        try {
            int id = withId(
                    connection,
                    announcement.address(),
                    announcement.port(),
                    given -> connection
                            .commands()
                            .announce(LocalAddress.of(given, announcement.address())
                                    .withPort(announcement.port())));
            connection.announced().put(announcement, id);
            say(
                    connection,
                    "announced " + announcement.address().getHostAddress() + " id " + id + ": " + announcement.why());
        } catch (IOException e) {
            release(connection, announcement);
            throw e;
        }
    }

    /**
     * Tells the peer again of an address that no subflow comes to.
     *
     * @return whether it may have to be told once more
     */
    boolean remind(Managed connection, Announcement announcement) {
        Integer id = connection.announced().get(announcement);
        if (id == null) {
            return false;
        }
        int announced = id;
        if (connection.subflows().stream().anyMatch(its -> its.localId() == announced)) {
            return false;
        }
        try {
            connection
                    .commands()
                    .announce(LocalAddress.of(announced, announcement.address()).withPort(announcement.port()));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "not announced again", e);
        }
        return true;
    }

    /** The connection has ended. */
    void forget(Managed connection) {
        connection.announced().keySet().forEach(one -> release(connection, one));
    }

    private void release(Managed connection, Announcement announcement) {
        announcement.listenAt().ifPresent(place -> listeners.release(place(connection, place)));
    }

    private static InetSocketAddress place(Managed connection, InetSocketAddress place) {
        int port = place.getPort() != 0
                ? place.getPort()
                : connection.initial().local().getPort();
        return new InetSocketAddress(place.getAddress(), port);
    }

    private boolean withdraw(Managed connection, Step.Withdraw step) {
        Integer id = connection.announced().remove(step.announcement());
        if (id == null) {
            return true;
        }
        release(connection, step.announcement());
        try {
            connection.commands().remove(id);
            connection.ids().removed(id, clock.now());
            say(connection, "withdrew " + step.announcement().address().getHostAddress() + ": " + step.why());
            return true;
        } catch (IOException e) {
            refused(connection, "withdraw " + step.announcement().address().getHostAddress(), e);
            return false;
        }
    }

    private static void say(Managed connection, Object what) {
        connection.journal().add(what);
        LOG.log(System.Logger.Level.DEBUG, () -> name(connection) + what);
    }

    private static String name(Managed connection) {
        return "0x%08x ".formatted(connection.token());
    }

    /** Returns why. */
    private Errno refused(Managed connection, String what, Exception failure) {
        Errno errno = failure instanceof LinuxException refusal ? refusal.errno() : Errno.EIO;
        refusals.merge(errno, 1L, Long::sum);
        String words = "could not " + what + ": " + failure.getMessage();
        connection.journal().add(words);
        LOG.log(System.Logger.Level.DEBUG, () -> name(connection) + words);
        if (String.valueOf(failure.getMessage()).contains("userspace PM not selected")) {
            connection.foreign();
        }
        return errno;
    }

    /** What is said of each connection, and seldom asked for. */
    private record Created(Ends ends, int id, boolean backup, String why) {
        @Override
        public String toString() {
            return "created " + ends.local().getAddress().getHostAddress() + " > " + Ends.text(ends.remote()) + " id "
                    + id + (backup ? " backup" : "") + ": " + why;
        }
    }

    @FunctionalInterface
    private interface Command {
        void run(int id) throws IOException;
    }
}
