package mptcp4j.linux.abi;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import mptcp4j.Errno;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.linux.Abi;
import mptcp4j.linux.Requires;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.route.AddressFlag;
import mptcp4j.route.OperationalState;
import mptcp4j.route.Route;
import mptcp4j.route.RouteProtocol;
import mptcp4j.route.RouteType;
import mptcp4j.route.RuleAction;
import mptcp4j.route.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers in the Java code are those of {@code headers/}, which the other tests here prove. */
class OwnConstantsTest {
    /**
     * Where the constants of a class are in {@code headers/}: those not named here under their own name, or with one of
     * the prefixes. A structure stands for its size, a field for the place where it starts; {@code ours} is no number of
     * the kernel.
     */
    private static final String MIRRORS = """
            linux.SockAddr             PORT=sockaddr_in.sin_port STORAGE_SIZE=__kernel_sockaddr_storage
            linux.SockAddr             V4_SIZE=sockaddr_in V4_ADDRESS=sockaddr_in.sin_addr
            linux.SockAddr             V6_SIZE=sockaddr_in6 V6_ADDRESS=sockaddr_in6.sin6_addr
            linux.SockAddr             V6_SCOPE=sockaddr_in6.sin6_scope_id
            netlink.Message            NLMSG_ NLM_F_ EXCLUSIVE=NLM_F_EXCL HEADER_SIZE=nlmsghdr
            linux.Poll                 SIZE=pollfd EVENTS=pollfd.events REVENTS=pollfd.revents
            linux.jna.JnaLibbpf        ANY=BPF_ANY
            bpf.Refusal
            bpf.Request                VALUE_SIZE=ours GET=ours SET=ours GET_INTERFACE=ours GET_TOS=ours REMOTE=ours
            bpf.Request                LOCAL_PORT=ours LENGTH=ours MATCHED=ours ERROR=ours FAMILY=ours VALUE=ours
            bpf.LoadedProgram          LOG_SIZE=ours
            bpf.SubflowSocket          MAX_TOKEN=ours
            linux.jna.JnaLibc          POLLFD_SIZE=pollfd
            netlink.AttributeReader    NLA_F_ HEADER_SIZE=nlattr TYPE_MASK=ours
            netlink.MessageReader      TYPE=nlmsghdr.nlmsg_type FLAGS=nlmsghdr.nlmsg_flags SEQUENCE=nlmsghdr.nlmsg_seq
            netlink.Subscription       SOCKET=ours WAKEUP=ours
            netlink.ExtAck             NLMSGERR_ATTR_
            netlink.NetlinkSocket      NETLINK_ ADDRESS_SIZE=sockaddr_nl BUFFER_SIZE=ours
            netlink.generic.GenericFamily  HEADER_SIZE=genlmsghdr
            netlink.generic.Controller  CTRL_CMD_ CTRL_ATTR_ CTRL_ATTR_MCAST_ ID=GENL_ID_CTRL VERSION=ours
            pm.PathManager             MPTCP_PM_CMD_ ATTR_ADDR=MPTCP_PM_ATTR_ADDR VERSION=MPTCP_PM_VER
            pm.ConnectionPathManager   MPTCP_PM_CMD_ ATTR_ADDR=MPTCP_PM_ATTR_ADDR ATTR_TOKEN=MPTCP_PM_ATTR_TOKEN
            pm.ConnectionPathManager   ATTR_LOC_ID=MPTCP_PM_ATTR_LOC_ID ATTR_ADDR_REMOTE=MPTCP_PM_ATTR_ADDR_REMOTE
            pm.ConnectionPathManager   MAX_TOKEN=ours
            pm.EndpointCodec           MPTCP_PM_ADDR_ATTR_
            pm.ConnectionFlags         MPTCP_PM_EV_FLAG_
            pm.EventCodec              MPTCP_EVENT_ MPTCP_ATTR_ CLOSED_SET=ours REMOVED_SET=ours LOCAL_SET=ours
            pm.EventCodec              ANNOUNCED_SET=ours TUPLE_SET=ours CONNECTION_SET=ours SUBFLOW_SET=ours RESET_SET=ours
            pm.Reset                   TRANSIENT=ours
            pm.PathManagerEvents       DEFAULT_BUFFER=ours
            pm.LimitsCodec             MPTCP_PM_ATTR_ NONE=ours
            route.Rtnetlink            RTM_ MADE_ONCE=ours MADE_OR_CHANGED=ours
            route.Hint                 RTM_ TYPES=ours
            route.RouteWatch           BUFFER_BYTES=ours MAX_DATAGRAMS=ours
            route.Link
            route.NextHop
            route.LinkCodec            IFLA_ HEADER_SIZE=ifinfomsg INDEX=ifinfomsg.ifi_index FLAGS=ifinfomsg.ifi_flags
            route.LinkCodec            COUNTERS_SIZE=rtnl_link_stats64.rx_errors
            route.AddressCodec         IFA_ HEADER_SIZE=ifaddrmsg PREFIX_LENGTH=ifaddrmsg.ifa_prefixlen
            route.AddressCodec         FLAGS_BYTE=ifaddrmsg.ifa_flags SCOPE=ifaddrmsg.ifa_scope INDEX=ifaddrmsg.ifa_index
            route.AddressCodec         CACHEINFO_SIZE=ifa_cacheinfo PREFERRED=ifa_cacheinfo.ifa_prefered
            route.AddressCodec         VALID=ifa_cacheinfo.ifa_valid FOR_EVER=ours
            route.RouteCodec           RTA_ HEADER_SIZE=rtmsg PROTOCOL=rtmsg.rtm_protocol TYPE=rtmsg.rtm_type CC_ALGO=RTAX_CC_ALGO
            route.RouteCodec           DESTINATION_LENGTH=rtmsg.rtm_dst_len TABLE_BYTE=rtmsg.rtm_table SCOPE=rtmsg.rtm_scope
            route.RouteCodec           SOURCE_LENGTH=rtmsg.rtm_src_len TOS=rtmsg.rtm_tos
            route.RouteCodec           FLAGS=rtmsg.rtm_flags HOP_FLAGS=ours HOP_SIZE=rtnexthop
            route.RouteCodec           HOP_FLAGS_BYTE=rtnexthop.rtnh_flags HOP_HOPS=rtnexthop.rtnh_hops
            route.RouteCodec           HOP_INDEX=rtnexthop.rtnh_ifindex
            route.RuleCodec            FRA_ HEADER_SIZE=fib_rule_hdr SOURCE_LENGTH=fib_rule_hdr.src_len
            route.RuleCodec            DESTINATION_LENGTH=fib_rule_hdr.dst_len TOS=fib_rule_hdr.tos
            route.RuleCodec            TABLE_BYTE=fib_rule_hdr.table FLAGS=fib_rule_hdr.flags ACTION=fib_rule_hdr.action
            route.RuleCodec            NONE=ours MAX_BYTE=ours
            route.QdiscCodec           TCA_ HEADER_SIZE=tcmsg INDEX=tcmsg.tcm_ifindex
            route.QdiscCodec           HANDLE=tcmsg.tcm_handle PARENT=tcmsg.tcm_parent
            route.QdiscCodec           TBF_SIZE=tc_tbf_qopt TBF_LIMIT=tc_tbf_qopt.limit TBF_RATE=tc_ratespec.rate
            route.QdiscCodec           TBF_LINK_LAYER=tc_ratespec.linklayer LINK_LAYER_ETHERNET=TC_LINKLAYER_ETHERNET
            route.QdiscCodec           NETEM_SIZE=tc_netem_qopt NETEM_JITTER=tc_netem_qopt.jitter
            route.QdiscCodec           NANOS_PER_TICK=ours MAX_U32=ours
            diag.InetDiag              INET_DIAG_ HEADER_SIZE=inet_diag_msg STATE=inet_diag_msg.idiag_state ID=inet_diag_msg.id
            diag.InetDiag              RECEIVE_QUEUE=inet_diag_msg.idiag_rqueue SEND_QUEUE=inet_diag_msg.idiag_wqueue
            diag.InetDiag              UID=inet_diag_msg.idiag_uid INODE=inet_diag_msg.idiag_inode
            diag.InetDiag              SOURCE_PORT=inet_diag_sockid.idiag_sport DESTINATION_PORT=inet_diag_sockid.idiag_dport
            diag.InetDiag              SOURCE=inet_diag_sockid.idiag_src DESTINATION=inet_diag_sockid.idiag_dst
            diag.InetDiag              INTERFACE=inet_diag_sockid.idiag_if COOKIE=inet_diag_sockid.idiag_cookie
            diag.InetDiagRequest       INET_DIAG_ SIZE=inet_diag_req_v2 STATES=inet_diag_req_v2.idiag_states
            diag.InetDiagRequest       ID=inet_diag_req_v2.id CONNECTED=ours LISTENING=ours
            diag.SockDiag
            diag.SubflowCodec          MPTCP_SUBFLOW_ATTR_ ULP_MPTCP=INET_ULP_INFO_MPTCP
            diag.SubflowSettingsCodec
            diag.Connections           MAX_TOKEN=ours
            socket.SocketAbi
            socket.OptionCodec         NAME_SIZE=IFNAMSIZ
            socket.SubflowOption       MAX_KEEP_SECONDS=ours
            MptcpInfo                  MPTCP_INFO_
            linux.MptcpInfoCodec       MIN_SIZE=ours BUFFER_SIZE=ours
            linux.TcpInfoCodec         MIN_SIZE=tcp_info.tcpi_rcv_wnd MAX_SIZE=tcp_info
            socket.FullInfoReader      HEADER_SIZE=mptcp_full_info.mptcp_info SUBFLOW_INFO_SIZE=mptcp_subflow_info
            socket.FullInfoReader      TOKEN=mptcp_info.mptcpi_token VALUE_SIZE=ours
            socket.TwoStepReader       HEADER_SIZE=mptcp_subflow_data ATTEMPTS=ours
            socket.SubflowAddresses    SIZE=mptcp_subflow_addrs
            """;

    private static final Set<Class<?>> NUMBERS = Set.of(byte.class, short.class, int.class, long.class);

    private final List<Declared> declared = Headers.read();
    private final Map<String, Long> headers =
            declared.stream().filter(Declared::isNumber).collect(toMap(Declared::name, Declared::number));
    private final Map<String, String> differences = new TreeMap<>();

    OwnConstantsTest() throws IOException {}

    @Test
    void theNumbersOfTheCallsAreDeclared() throws IllegalAccessException {
        for (Field field : Abi.class.getFields()) {
            compare(field.getName(), field.getInt(null));
        }
        assertEquals(Map.of(), differences);
    }

    @Test
    void theErrorNumbersAreDeclared() throws IllegalAccessException {
        for (Field field : Errno.class.getFields()) {
            compare(field.getName(), ((Errno) field.get(null)).number());
        }
        assertEquals(Map.of(), differences);
    }

    @Test
    void theFlagsOfEndpointsAreDeclared() {
        for (EndpointFlag flag : EndpointFlag.values()) {
            compare("MPTCP_PM_ADDR_FLAG_" + flag, flag.bit());
        }
        assertEquals(Map.of(), differences);
    }

    @Test
    void theFlagsOfAddressesAreDeclared() {
        for (AddressFlag flag : AddressFlag.values()) {
            compare("IFA_F_" + flag, flag.bit());
        }
        assertEquals(Map.of(), differences);
    }

    @Test
    void theStatesOfLinksAreDeclared() {
        for (OperationalState state : OperationalState.values()) {
            compare("IF_OPER_" + state.name().replace("_", ""), state.number());
        }
        assertEquals(Map.of(), differences);
    }

    @Test
    void theNumbersOfRoutesAndRulesAreDeclared() throws IllegalAccessException {
        compareAll(Scope.class, "RT_SCOPE_", Scope::number);
        compareAll(RouteType.class, "RTN_", RouteType::number);
        compareAll(RouteProtocol.class, "RTPROT_", RouteProtocol::number);
        compareAll(RuleAction.class, "FR_ACT_", RuleAction::number);
        compare("RT_TABLE_MAIN", Route.MAIN);
        assertEquals("{FR_ACT_LOOKUP=1, in headers/ null}", differences.toString(), "which is FR_ACT_TO_TBL there");
    }

    private <T> void compareAll(Class<T> type, String prefix, ToIntFunction<T> number) throws IllegalAccessException {
        for (Field field : type.getFields()) {
            compare(prefix + field.getName(), number.applyAsInt(type.cast(field.get(null))));
        }
    }

    @Test
    void theFlagsOfSubflowsAreDeclared() {
        for (SubflowFlag flag : SubflowFlag.values()) {
            compare("MPTCP_SUBFLOW_FLAG_" + flag, flag.bit());
        }
        assertEquals(Map.of(), differences);
    }

    private void compare(String name, int value) {
        Long number = headers.get(name);
        if (!Objects.equals(number, Integer.toUnsignedLong(value))) {
            differences.put(name, value + ", in headers/ " + number);
        }
    }

    @Test
    void theNumbersOfCodecsAndClientsAreDeclared(@TempDir Path temporary) throws Exception {
        Requires.program("cc");
        SortedMap<String, String> facts = AbiFacts.ours(declared, temporary);
        for (Map.Entry<String, Mirror> mirror : mirrors().entrySet()) {
            for (Field field : Class.forName("mptcp4j." + mirror.getKey()).getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && NUMBERS.contains(field.getType())) {
                    compare(mirror.getKey(), field, mirror.getValue(), facts);
                }
            }
            mirror.getValue()
                    .names
                    .forEach((name, original) -> differences.put(mirror.getKey() + "." + name, "is gone"));
        }
        assertEquals(Map.of(), differences);
    }

    private void compare(String type, Field field, Mirror mirror, Map<String, String> facts)
            throws IllegalAccessException {
        String original = mirror.original(field.getName(), facts);
        if (original.equals("ours")) {
            return;
        }
        field.setAccessible(true);
        long value = ((Number) field.get(null)).longValue();
        String fact = facts.getOrDefault(original, "nothing");
        boolean same = fact.equals(Long.toString(value & 0xffff_ffffL))
                || fact.equals(AbiFacts.size(value))
                || fact.startsWith("bit " + value * Byte.SIZE + ",");
        if (!same) {
            differences.put(type + "." + field.getName(), value + ", in headers/ " + original + " is " + fact);
        }
    }

    private static Map<String, Mirror> mirrors() {
        Map<String, Mirror> mirrors = new TreeMap<>();
        MIRRORS.lines().forEach(line -> {
            String[] words = line.split(" +");
            Mirror mirror = mirrors.computeIfAbsent(words[0], type -> new Mirror());
            Stream.of(words).skip(1).forEach(mirror::add);
        });
        return mirrors;
    }

    /** What the constants of one class are called in the headers. */
    private static final class Mirror {
        private final Map<String, String> names = new HashMap<>();
        private final List<String> prefixes = new ArrayList<>(List.of(""));

        void add(String word) {
            String[] nameAndOriginal = word.split("=");
            if (nameAndOriginal.length == 1) {
                prefixes.add(word);
            } else {
                names.put(nameAndOriginal[0], nameAndOriginal[1]);
            }
        }

        /** Takes a name out of the list, as no two fields have the same. */
        String original(String name, Map<String, String> facts) {
            String named = names.remove(name);
            if (named != null) {
                return named;
            }
            return prefixes.stream()
                    .map(prefix -> prefix + name)
                    .filter(facts::containsKey)
                    .findFirst()
                    .orElse("nothing like " + name);
        }
    }
}
