package mptcp4j.lab;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.linux.IpAddress;
import mptcp4j.route.Prefix;

/**
 * Which addresses a path has: {@code 10.0.PATH.0/24} and {@code fd6d:7074:6370:PATH::/64} (unique local addresses, RFC
 * 4193), the client being 1 and the server 2 in each.
 */
final class Numbering {
    private static final int CLIENT = 1;
    private static final int SERVER = 2;

    private static final int V4_LENGTH = 24;
    private static final int V4_PATH = 2;
    private static final byte[] V4_NETWORK = {10, 0, 0, 0};

    private static final int V6_LENGTH = 64;
    private static final int V6_PATH = 7;
    private static final byte[] V6_NETWORK = {(byte) 0xfd, 'm', 'p', 't', 'c', 'p', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private Numbering() {}

    static List<End.Way> client(int path, boolean ipv6) {
        return ways(path, ipv6, CLIENT, SERVER);
    }

    static List<End.Way> server(int path, boolean ipv6) {
        return ways(path, ipv6, SERVER, CLIENT);
    }

    private static List<End.Way> ways(int path, boolean ipv6, int here, int there) {
        List<End.Way> ways = new ArrayList<>();
        ways.add(new End.Way(new Prefix(v4(path, here), V4_LENGTH), v4(path, there)));
        if (ipv6) {
            ways.add(new End.Way(new Prefix(v6(path, here), V6_LENGTH), v6(path, there)));
        }
        return ways;
    }

    private static InetAddress v4(int path, int host) {
        return address(V4_NETWORK.clone(), V4_PATH, path, host);
    }

    private static InetAddress v6(int path, int host) {
        return address(V6_NETWORK.clone(), V6_PATH, path, host);
    }

    private static InetAddress address(byte[] bytes, int at, int path, int host) {
        bytes[at] = (byte) path;
        bytes[bytes.length - 1] = (byte) host;
        return IpAddress.of(bytes);
    }
}
