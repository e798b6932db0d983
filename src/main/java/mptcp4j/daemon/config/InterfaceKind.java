package mptcp4j.daemon.config;

import java.util.Set;
import java.util.regex.Pattern;
import mptcp4j.route.Link;

/** What an interface is for, as far as its driver and its name tell. */
public enum InterfaceKind {
    LOOPBACK,
    /** A bridge; or a port of a bridge, bond or VRF, which carries what is theirs. */
    BRIDGE,
    /** The host's end of a container's link. In the container, the other end is a {@link #DEVICE}. */
    CONTAINER,
    /** The host's end of a virtual machine's link, or the host's place in a network of these. */
    VIRTUAL_MACHINE,
    /** Its packets leave through another interface once more. */
    TUNNEL,
    /** Anything else: Ethernet, Wi-Fi, a modem, a VLAN, a bond. */
    DEVICE;

    /** {@code IFLA_INFO_KIND} of drivers below {@code drivers/net} and {@code net}. */
    private static final Set<String> BRIDGES = Set.of("bridge", "openvswitch", "batadv", "vrf");

    private static final Set<String> TUNNELS = Set.of(
            "tun",
            "wireguard",
            "vxlan",
            "geneve",
            "gre",
            "gretap",
            "erspan",
            "ip6gre",
            "ip6gretap",
            "ip6erspan",
            "ipip",
            "ip6tnl",
            "sit",
            "vti",
            "vti6",
            "xfrm",
            "bareudp",
            "gtp",
            "ovpn",
            "amt",
            "macsec");

    private static final Pattern CONTAINER_NAMES = Pattern.compile(
            "(docker|podman|veth|cni|cali|lxc|lxd|flannel|cilium|kube|nerdctl|incus|antrea|weave).*|(vb|ve|vz)-.*");
    private static final Pattern MACHINE_NAMES =
            Pattern.compile("(virbr|vnet|vmnet|vboxnet|vmbr|tap|fwbr|fwpr|fwln|vif|xenbr).*");
    private static final Pattern TUNNEL_NAMES =
            Pattern.compile("(tun|wg|utun|ipsec|gre|sit|tailscale|zt|nebula|cscotun).*");

    /** Returns what a link is. Its name says more than its driver: a modem and a VPN have the same. */
    public static InterfaceKind of(Link link) {
        if (link.loopback()) {
            return LOOPBACK;
        }
        String name = link.name();
        if (CONTAINER_NAMES.matcher(name).matches()) {
            return CONTAINER;
        }
        if (MACHINE_NAMES.matcher(name).matches()) {
            return VIRTUAL_MACHINE;
        }
        if (BRIDGES.contains(link.kind()) || link.master() != 0) {
            return BRIDGE;
        }
        boolean tunnel =
                TUNNELS.contains(link.kind()) || TUNNEL_NAMES.matcher(name).matches();
        return tunnel ? TUNNEL : DEVICE;
    }
}
