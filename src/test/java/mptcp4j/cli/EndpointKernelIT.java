package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Kernel;
import org.junit.jupiter.api.Test;

/** {@code ip mptcp endpoint show} is the witness: on the same namespace it prints the same, byte for byte. */
class EndpointKernelIT extends CliInNetns {
    private static final List<String> WAYS_TO_PRINT = List.of("", "-j", "-j -p", "-json -pretty", "-c=never");

    @Test
    void showsWhatIpShows() throws IOException {
        same(WAYS_TO_PRINT, "endpoint");
        makeEndpoints();
        same(WAYS_TO_PRINT, "endpoint");
        same(WAYS_TO_PRINT, "e s");
        for (String id : List.of("1", "200", "255", "0xc8", "0310")) {
            same(WAYS_TO_PRINT, "endpoint show id " + id);
        }
        same(List.of(""), "endpoint show id 1 i 200");
    }

    @Test
    void coloursWhatIpColours() throws IOException {
        Requires.that(ipVersion().has(new Kernel(7, 0)), "needs iproute2 7.0, which colours endpoints");
        makeEndpoints();
        same(List.of("-c", "-color", "-c=always"), "endpoint");
        assertEquals(done(ip("-c", "mptcp", "endpoint")), done(mptcp4j("endpoint", "-c", "show")));
    }

    @Test
    void showsLaminar() throws IOException {
        Requires.that(Kernel.running().has(new Kernel(6, 18)), "needs Linux 6.18, which has laminar");
        done(mptcp4j("endpoint", "add", "10.0.0.1", "subflow", "laminar"));
        assertEquals("10.0.0.1 id 1 subflow laminar \n", done(mptcp4j("endpoint")));
        assertEquals(
                "[{\"address\":\"10.0.0.1\",\"id\":1,\"subflow\":true,\"laminar\":true}]\n",
                done(mptcp4j("endpoint", "-j")));
        Requires.that(ipVersion().has(new Kernel(6, 19)), "needs iproute2 6.19, which knows laminar");
        same(WAYS_TO_PRINT, "endpoint");
    }

    @Test
    void worksInTheNamespaceThatOptionNNames() throws IOException {
        done(mptcp4j("endpoint", "add", "10.0.0.1", "subflow", "dev", "lo"));
        String file = "/proc/self/fd/" + netns.fd().number();
        var terminal = new MemoryTerminal();
        assertEquals(0, terminal.run("-n", file, "endpoint"), terminal.err());
        assertEquals(0, terminal.run("endpoint", "show", "-n", file), terminal.err());
        assertEquals(0, terminal.run("-netns", file, "-j", "e"), terminal.err());
        assertEquals(
                "10.0.0.1 id 1 subflow dev lo \n".repeat(2)
                        + "[{\"address\":\"10.0.0.1\",\"id\":1,\"subflow\":true,\"dev\":\"lo\"}]\n",
                terminal.out());
    }

    private void makeEndpoints() throws IOException {
        done(ip("link", "add", "c1", "type", "veth", "peer", "name", "s1"));
        done(ip("link", "add", "gone", "type", "veth", "peer", "name", "gone1"));
        for (String endpoint : List.of(
                "10.0.0.1 subflow dev c1",
                "10.0.0.2 id 200 signal subflow backup",
                "10.0.0.3 subflow backup fullmesh dev gone",
                "127.0.0.1 port 7000 signal dev lo",
                "fd00:2::1 subflow",
                "::1 id 255",
                "::ffff:10.7.7.7 signal backup",
                "2001:db8:0:0:1:0:0:1 fullmesh dev if7777")) {
            done(ip(("mptcp endpoint add " + endpoint).split(" ")));
        }
        done(ip("link", "delete", "gone"));
    }

    private void same(List<String> ways, String words) throws IOException {
        for (String way : ways) {
            assertEquals(ip(split(way + " mptcp " + words)), mptcp4j(split(way + " " + words)), way + " " + words);
        }
    }

    private static String[] split(String words) {
        return Stream.of(words.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new);
    }
}
