/**
 * Multipath TCP for the JVM. Nothing but the JDK is needed to use it, from JDK 22 on; before, and where native access of
 * the JDK is not wanted, it needs JNA.
 */
module mptcp4j {
    requires jdk.net;
    requires static com.fasterxml.jackson.core;
    requires static com.sun.jna;
    requires static info.picocli;
    requires static io.prometheus.metrics.model;
    requires static io.prometheus.writer.text;
    requires static jdk.httpserver;
    requires static org.jspecify;
    requires static org.tomlj;

    exports mptcp4j;
    exports mptcp4j.daemon.policy;
    exports mptcp4j.diag;
    exports mptcp4j.lab;
    exports mptcp4j.pm;
    exports mptcp4j.route;
    exports mptcp4j.socket;

    uses mptcp4j.daemon.policy.PolicyFactory;

    provides mptcp4j.daemon.policy.PolicyFactory with
            mptcp4j.daemon.policy.Aggregate.Factory,
            mptcp4j.daemon.policy.Announce.Factory,
            mptcp4j.daemon.policy.FullMesh.Factory,
            mptcp4j.daemon.policy.Handover.Factory,
            mptcp4j.daemon.policy.Interactive.Factory,
            mptcp4j.daemon.policy.Ndiffports.Factory,
            mptcp4j.daemon.policy.None.Factory,
            mptcp4j.daemon.policy.Refresh.Factory;

    opens mptcp4j.cli to
            info.picocli;
}
