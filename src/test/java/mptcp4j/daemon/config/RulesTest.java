package mptcp4j.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    private static final Candidate CURL = new Candidate(
            false,
            new InetSocketAddress("10.0.1.1", 40000),
            new InetSocketAddress("192.0.2.7", 443),
            () -> Optional.of("eth0"),
            () -> Optional.of(1000L),
            () -> Optional.of("/user.slice/user-1000.slice/session-2.scope"),
            () -> Set.of("curl", "bash"));
    private static final Candidate NGINX = new Candidate(
            true,
            new InetSocketAddress("fd00::1", 443),
            new InetSocketAddress("2001:db8::7", 50000),
            () -> Optional.of("wlan0"),
            () -> Optional.of(33L),
            () -> Optional.of("/system.slice/nginx.service"),
            () -> Set.of("nginx"));
    private static final Candidate STRANGER = new Candidate(
            false, CURL.local(), CURL.remote(), Optional::empty, Optional::empty, Optional::empty, Set::of);

    /** Whether curl's connection, nginx's, and one of which nothing is known beyond its addresses meet a condition. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "remote = '192.0.2.0/24'                  | yes | no  | yes",
                "remote = '192.0.2.7'                     | yes | no  | yes",
                "remote = '192.0.2.8'                     | no  | no  | no ",
                "remote = '0.0.0.0/0'                     | yes | no  | yes",
                "remote = '::/0'                          | no  | yes | no ",
                "remote = ['10.0.0.0/8', '2001:db8::/32'] | no  | yes | no ",
                "port = 443                               | yes | yes | yes",
                "port = '400-442'                         | no  | no  | no ",
                "port = [80, '443-500']                   | yes | yes | yes",
                "port = 50000                             | no  | no  | no ",
                "direction = 'in'                         | no  | yes | no ",
                "direction = 'out'                        | yes | no  | yes",
                "interface = 'eth*'                       | yes | no  | no ",
                "interface = ['eth1', 'wlan?']            | no  | yes | no ",
                "uid = 1000                               | yes | no  | no ",
                "uid = [33, 1000]                         | yes | yes | no ",
                "user = 'root'                            | no  | no  | no ",
                "cgroup = '/system.slice'                 | no  | yes | no ",
                "cgroup = '/system.slice/nginx.service'   | no  | yes | no ",
                "cgroup = '/system.slice/ngin'            | no  | no  | no ",
                "cgroup = '/user.slice/user-*.slice'      | yes | no  | no ",
                "cgroup = '/*/nginx.service'              | no  | yes | no ",
                "process = 'curl'                         | yes | no  | no ",
                "process = ['ngin?', 'apache*']           | no  | yes | no ",
                "port = 443, uid = 1000, process = 'curl' | yes | no  | no ",
                "port = 443, uid = 1000, process = 'wget' | no  | no  | no ",
            })
    void meets(String conditions, String curl, String nginx, String stranger) throws ConfigurationException {
        Rules rules = rules(rule("the rule", conditions, "spread"));
        assertEquals(
                List.of(curl, nginx, stranger), List.of(met(rules, CURL), met(rules, NGINX), met(rules, STRANGER)));
    }

    private static String met(Rules rules, Candidate candidate) {
        return rules.of(candidate).rule().equals("the rule") ? "yes" : "no";
    }

    @Test
    void theFirstThatIsMetDecides() throws ConfigurationException {
        Rules rules = rules(rule("web", "port = 443, direction = 'out'", "spread")
                + rule("in", "direction = 'in'", "aggregate")
                + rule("never", "uid = 33", "spread")
                + "[default]\npolicy = 'spread'\nmax_subflows = 3\n");
        NamedPolicy spread = rules.otherwise().policy();
        assertEquals(new Verdict("web", spread, 2), rules.of(CURL));
        assertEquals("in", rules.of(NGINX).rule());
        Candidate ssh = with(CURL, its -> new InetSocketAddress(its.getAddress(), 22));
        assertEquals(new Verdict("default", spread, 3), rules.of(ssh));
    }

    private static Candidate with(Candidate candidate, UnaryOperator<InetSocketAddress> remote) {
        return new Candidate(
                candidate.server(),
                candidate.local(),
                remote.apply(candidate.remote()),
                candidate.link(),
                candidate.uid(),
                candidate.cgroup(),
                candidate.processes());
    }

    /** To look at all processes takes milliseconds. */
    @Test
    void asksForNothingThatDoesNotMatter() throws ConfigurationException {
        var unasked = new Candidate(
                false,
                CURL.local(),
                CURL.remote(),
                () -> fail("link"),
                () -> fail("uid"),
                () -> fail("cgroup"),
                () -> fail("processes"));
        Rules rules = rules(rule(
                        "ssh",
                        "port = 22, interface = 'eth0', uid = 0, cgroup = '/system.slice', process = 'ssh'",
                        "spread")
                + rule("web", "port = 443", "spread")
                + rule("late", "process = 'curl'", "spread"));
        assertEquals("web", rules.of(unasked).rule());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "port = 443       | false | false | false",
                "uid = 0          | true  | false | false",
                "user = 'root'    | true  | false | false",
                "cgroup = '/'     | false | true  | false",
                "process = 'curl' | false | false | true",
            })
    void knowsWhatItNeeds(String condition, boolean owner, boolean cgroup, boolean process)
            throws ConfigurationException {
        Rules rules = rules(rule("a", "direction = 'in'", "spread") + rule("b", condition, "spread"));
        assertEquals(
                List.of(owner, cgroup, process),
                List.of(rules.needsOwner(), rules.needsCgroup(), rules.needsProcess()));
    }

    private static String rule(String name, String conditions, String policy) {
        return "[[rule]]\nname = '" + name + "'\n" + conditions.replaceAll(", (?=[a-z]+ = )", "\n") + "\npolicy = '"
                + policy + "'\nmax_subflows = 2\n";
    }

    private static Rules rules(String text) throws ConfigurationException {
        return Configuration.parse("rules.toml", text, InventedPolicies.ALL).rules();
    }
}
