package mptcp4j.daemon.policy;

import static mptcp4j.daemon.policy.Given.FIRST;
import static mptcp4j.daemon.policy.Given.INITIAL;
import static mptcp4j.daemon.policy.Given.PHONE;
import static mptcp4j.daemon.policy.Given.WIFI;
import static mptcp4j.daemon.policy.Given.address;
import static mptcp4j.daemon.policy.Given.path;
import static mptcp4j.daemon.policy.Given.server;
import static mptcp4j.daemon.policy.Given.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnounceTest {
    private static final LocalPath SIX = path("fd00:1::1", 3, 5);
    private static final View SERVER = server(view(List.of(WIFI, PHONE, SIX), List.of(FIRST), INITIAL));

    private static Policy policy(Map<String, Object> settings) {
        return new Announce.Factory().create(new Settings(settings));
    }

    private static Announcement there(String address, int port, Optional<InetSocketAddress> listenAt) {
        return new Announcement(address(address), port, listenAt, "this host can be reached there");
    }

    private static Optional<InetSocketAddress> at(String address, int port) {
        return Optional.of(new InetSocketAddress(address(address), port));
    }

    private static Plan plan(Announcement... announcements) {
        return new Plan(List.of(), Plan.Others.KEEP, List.of(), List.of(announcements));
    }

    private static Map<String, Object> addresses(String... texts) {
        return Map.of("addresses", List.of(texts));
    }

    @Test
    void tellsOfEachPathButThatOfTheConnectionAllAtOnce() {
        Plan expected = plan(there("10.0.1.1", 0, at("10.0.1.1", 0)), there("fd00:1::1", 0, at("fd00:1::1", 0)));
        assertEquals(expected, policy(Map.of()).plan(SERVER));
    }

    @Test
    void tellsOfAnotherPortOfTheConnectionsAddress() {
        Plan expected = plan(
                there("10.0.0.1", 443, Optional.empty()),
                there("10.0.1.1", 443, Optional.empty()),
                there("fd00:1::1", 443, Optional.empty()));
        assertEquals(expected, policy(Map.of("port", 443, "listen", false)).plan(SERVER));
    }

    @Test
    void tellsOfWhatIsBehindNat() {
        Plan expected = plan(
                there("203.0.113.5", 0, Optional.empty()),
                there("203.0.113.6", 8443, at("10.0.0.1", 443)),
                there("10.0.1.1", 0, at("10.0.1.1", 0)),
                there("2001:db8::5", 8443, Optional.empty()));
        Policy policy = policy(addresses(
                "203.0.113.5", "203.0.113.6:8443 at 10.0.0.1:443", "10.0.1.1", "10.0.0.1", "[2001:db8::5]:8443"));
        assertEquals(expected, policy.plan(SERVER));
    }

    @Test
    void tellsOfNoPathThatCostsMoneyUnlessItIsToldTo() {
        View view = server(view(List.of(WIFI, Given.metered(PHONE)), List.of(FIRST), INITIAL));
        assertEquals(plan(), policy(Map.of()).plan(view));
        assertEquals(
                plan(there("10.0.1.1", 0, at("10.0.1.1", 0))),
                policy(Map.of("metered", true)).plan(view));
    }

    @Test
    void isOfNoUseToAClientNorInATunnel() {
        assertEquals(Plan.leaveAsIs(), policy(Map.of()).plan(view(INITIAL)));
        assertEquals(Plan.leaveAsIs(), policy(Map.of()).plan(Given.confined(SERVER)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.1:",
                "10.0.0.1:65536",
                "10.0.0.1:0",
                "10.0.0.1 at 10.0.0.5:0",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "ff02::1",
                "255.255.255.255",
                "::ffff:1.2.3.4",
                "10.0.0.1 at",
                "10.0.0.1 at x",
                "[10.0.0.1]:80",
                "fd00::1::2",
                "[fd00::1",
                "fe80::1%eth0",
                "10.0.0.1 10.0.0.2"
            })
    void refusesWhatIsNoAddress(String text) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> policy(addresses(text)));
        assertEquals(true, String.valueOf(refusal.getMessage()).contains("'" + text + "'"), refusal::getMessage);
    }

    @Test
    void readsEachFormOfAnAddress() {
        List<InetSocketAddress> read = Stream.of("10.0.0.1", "10.0.0.1:80", "fd00::1", "[fd00::1]", "[fd00::1]:80")
                .map(PlaceText::parse)
                .map(place -> new InetSocketAddress(place.address(), place.port()))
                .toList();
        List<InetSocketAddress> expected = List.of(
                new InetSocketAddress(address("10.0.0.1"), 0),
                new InetSocketAddress(address("10.0.0.1"), 80),
                new InetSocketAddress(address("fd00::1"), 0),
                new InetSocketAddress(address("fd00::1"), 0),
                new InetSocketAddress(address("fd00::1"), 80));
        assertEquals(expected, read);
    }
}
