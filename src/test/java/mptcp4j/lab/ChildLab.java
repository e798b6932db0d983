package mptcp4j.lab;

import java.io.IOException;
import java.io.PrintStream;
import mptcp4j.lab.Datagrams.Fate;

/** A program that uses laboratories, to be run in a JVM of its own. */
final class ChildLab {
    static final String READY = "ready";

    private ChildLab() {}

    /** With {@code once}, says what became of a datagram and ends; with {@code forever}, builds until it is killed. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        Topology topology = Topology.twoHosts(2).rate(Rate.mbit(100)).withIpv6();
        try (Lab lab = Lab.of(topology)) {
            if (arguments[0].equals("once")) {
                out.println(fate(lab));
                return;
            }
            out.println(READY);
            while (true) {
                Lab.of(topology).close();
            }
        }
    }

    private static Fate fate(Lab lab) throws IOException {
        try (Datagrams datagrams = Datagrams.between(
                lab.client(),
                lab.client().address(1),
                lab.server(),
                lab.server().address(0))) {
            return datagrams.send(Fate.ARRIVED);
        }
    }
}
