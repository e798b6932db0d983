package mptcp4j.daemon.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import mptcp4j.linux.Netns;
import mptcp4j.route.Rtnetlink;

/** A network namespace with what is needed to prepare it. */
final class Namespace implements Closeable {
    final Netns netns;
    final Rtnetlink rtnetlink;

    Namespace() throws IOException {
        netns = Netns.create();
        rtnetlink = netns.call(Rtnetlink::open);
        sysctl("net.ipv6.conf.default.disable_ipv6", "1");
        rtnetlink.setUp(1, true);
    }

    /** Makes a veth pair, both ends up, with an address each. */
    void connect(String name, String address, Namespace other, String otherName, String otherAddress)
            throws IOException {
        rtnetlink.addVeth(name, otherName, other.netns.fd().number());
        ip("address add " + address + " dev " + name);
        ip("link set " + name + " up");
        other.ip("address add " + otherAddress + " dev " + otherName);
        other.ip("link set " + otherName + " up");
    }

    void sysctl(String name, String value) throws IOException {
        netns.run(() -> Files.writeString(Path.of("/proc/sys", name.split("\\.")), value));
    }

    /** Runs {@code ip}, and returns what it says. */
    String ip(String words) throws IOException {
        return netns.call(() -> {
            Process process = new ProcessBuilder(("ip " + words).split(" "))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            return output;
        });
    }

    @Override
    public void close() {
        rtnetlink.close();
        netns.close();
    }
}
