package mptcp4j.daemon.paths;

import java.util.List;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.pm.Endpoint;

/**
 * How the kernel's endpoints are by now. Immutable.
 *
 * @param endpoints all that there are
 * @param foreign paths whose address somebody else has made an endpoint of, which stays as it is
 * @param leftOut paths that the kernel's table has no room for; the worst ones
 * @param refusals what the kernel refused, in its words
 */
public record EndpointReport(
        List<Endpoint> endpoints, List<LocalPath> foreign, List<LocalPath> leftOut, List<String> refusals) {
    public EndpointReport {
        endpoints = List.copyOf(endpoints);
        foreign = List.copyOf(foreign);
        leftOut = List.copyOf(leftOut);
        refusals = List.copyOf(refusals);
    }
}
