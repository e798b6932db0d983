package mptcp4j.daemon.policy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code announce}: a server tells its clients where else it can be reached, all at once. It opens nothing itself. A connection that began
 * on an interface which the rules leave out learns nothing.
 *
 * @param places what is announced; where that is empty, the address of each path
 * @param port of the paths' addresses; 0 for that of the connection
 * @param listen whether the daemon listens where no program does
 * @param metered whether metered paths are announced, too
 */
public record Announce(List<Place> places, int port, boolean listen, boolean metered) implements Policy {
    public Announce {
        places = List.copyOf(places);
    }

    @Override
    public Plan plan(View view) {
        if (!view.server() || view.confined()) {
            return Plan.leaveAsIs();
        }
        List<Announcement> announcements = places(view)
                .filter(place -> !isInitial(view, place))
                .distinct()
                .map(place -> announcement(view, place))
                .toList();
        return new Plan(List.of(), Plan.Others.KEEP, List.of(), announcements);
    }

    private Stream<Place> places(View view) {
        return places.isEmpty()
                ? Joining.paths(view, metered).stream().map(path -> new Place(path.address(), port, Optional.empty()))
                : places.stream();
    }

    /** The peer knows where it has connected to. */
    private static boolean isInitial(View view, Place place) {
        return place.address.equals(view.initialLocal().getAddress())
                && (place.port == 0 || place.port == view.initialLocal().getPort());
    }

    /** What is behind NAT cannot be listened at: this host does not have the address. */
    private Announcement announcement(View view, Place place) {
        boolean here = view.path(place.address).isPresent();
        Optional<InetSocketAddress> arrivesAt =
                here ? Optional.of(new InetSocketAddress(place.address, place.port)) : Optional.empty();
        Optional<InetSocketAddress> listenAt = listen ? place.arrivesAt.or(() -> arrivesAt) : Optional.empty();
        return new Announcement(place.address, place.port, listenAt, "this host can be reached there");
    }

    /**
     * Where this host can be reached.
     *
     * @param address for the peer
     * @param port for the peer; 0 for that of the connection
     * @param arrivesAt where that arrives on this host: behind NAT, at another address or port; empty for there
     */
    public record Place(InetAddress address, int port, Optional<InetSocketAddress> arrivesAt) {}

    /**
     * {@code addresses}: texts as {@code "203.0.113.5"}, {@code "203.0.113.5:8443"}, {@code "[2001:db8::5]:8443"}, and for one behind NAT
     * {@code "203.0.113.5:8443 at 10.0.0.5:443"}; none by default, which means the address of each path. {@code port}: 0 to 65535, 0 by
     * default. {@code listen}: true by default. {@code metered}: false by default.
     */
    public static final class Factory implements PolicyFactory {
        /** For {@link java.util.ServiceLoader}. */
        public Factory() {}

        @Override
        public String name() {
            return "announce";
        }

        @Override
        public Policy create(PolicySettings settings) {
            return new Announce(
                    settings.values("addresses", PlaceText::parse),
                    settings.number("port", 0, 0, 65535),
                    settings.flag("listen", true),
                    settings.flag("metered", false));
        }
    }
}
