package mptcp4j.netlink;

/** {@code NLMSG_ALIGN} and {@code NLA_ALIGN}: {@code (length + 3) & ~3}. */
final class Align {
    private Align() {}

    static int up(int length) {
        return (length + 3) & ~3;
    }
}
