package mptcp4j.cli.doctor;

import java.util.List;
import java.util.stream.Stream;
import mptcp4j.route.Link;

/**
 * Whether links drop what comes over another path than the answer would take ({@code rp_filter}, IPv4 alone). The larger of the two
 * parameters counts, and 2 is the loose filter.
 */
final class FilterCheck implements Check {
    private static final String SUBJECT = "rp_filter";

    @Override
    public List<Finding> of(Facts facts) {
        return facts.strictLinks().map(strict -> of(facts, strict)).orElse(List.of());
    }

    private static List<Finding> of(Facts facts, List<String> allStrict) {
        List<String> several = Candidates.onSeveralLinks(facts.network(), facts.endpoints(), true).stream()
                .flatMap(address -> facts.network().link(address.link()).map(Link::name).stream())
                .distinct()
                .toList();
        List<String> strict = several.stream().filter(allStrict::contains).toList();
        Stream<Finding> wrong = strict.stream()
                .map(link -> Finding.warning(
                                SUBJECT,
                                link + " is strict: it drops packets whose answer would leave through another link")
                        .mendedBy("sysctl -w "
                                + Shell.quoted("net.ipv4.conf." + link.replace('.', '/') + ".rp_filter=2")));
        return several.isEmpty() || !strict.isEmpty()
                ? wrong.toList()
                : List.of(Finding.ok(SUBJECT, "not strict on " + String.join(", ", several)));
    }
}
