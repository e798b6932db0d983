/*
 * The part of rtnetlink that a laboratory of namespaces and a path manager need: links, veth pairs, bridges, addresses,
 * routes, rules, tbf, netem.
 * Mirrors: include/uapi/linux/{rtnetlink,if,if_link,if_addr,veth,fib_rules,pkt_sched}.h.
 * Kernels: all that have MPTCP.
 */
#ifndef MPTCP4J_RTNETLINK_H
#define MPTCP4J_RTNETLINK_H

#include "types.h"

enum {
    RTM_NEWLINK = 16,
    RTM_DELLINK = 17,
    RTM_GETLINK = 18,
    RTM_SETLINK = 19,
    RTM_NEWADDR = 20,
    RTM_DELADDR = 21,
    RTM_GETADDR = 22,
    RTM_NEWROUTE = 24,
    RTM_DELROUTE = 25,
    RTM_GETROUTE = 26,
    RTM_NEWRULE = 32,
    RTM_DELRULE = 33,
    RTM_GETRULE = 34,
    RTM_NEWQDISC = 36,
    RTM_DELQDISC = 37,
    RTM_GETQDISC = 38,
    RTM_NEWTCLASS = 40,
    RTM_DELTCLASS = 41,
    RTM_GETTCLASS = 42,
};

enum rtnetlink_groups {
    RTNLGRP_LINK = 1,
    RTNLGRP_TC = 4,
    RTNLGRP_IPV4_IFADDR = 5,
    RTNLGRP_IPV4_ROUTE = 7,
    RTNLGRP_IPV4_RULE = 8,
    RTNLGRP_IPV6_IFADDR = 9,
    RTNLGRP_IPV6_ROUTE = 11,
    RTNLGRP_IPV6_RULE = 19,
};

struct ifinfomsg {
    unsigned char ifi_family;
    unsigned char __ifi_pad;
    unsigned short ifi_type;
    int ifi_index;
    unsigned int ifi_flags;
    unsigned int ifi_change;
};

/* ifi_flags */
enum net_device_flags {
    IFF_UP = 0x1,
    IFF_LOOPBACK = 0x8,
    IFF_POINTOPOINT = 0x10,
    IFF_RUNNING = 0x40,
    IFF_LOWER_UP = 0x10000,
};

enum {
    IFLA_ADDRESS = 1,
    IFLA_IFNAME = 3,
    IFLA_MTU = 4,
    IFLA_LINK = 5,
    IFLA_QDISC = 6,
    IFLA_MASTER = 10,
    IFLA_TXQLEN = 13,
    IFLA_OPERSTATE = 16,
    IFLA_LINKINFO = 18,
    IFLA_NET_NS_PID = 19,
    IFLA_STATS64 = 23,
    IFLA_AF_SPEC = 26,
    IFLA_NET_NS_FD = 28,
    IFLA_EXT_MASK = 29,
    IFLA_CARRIER = 33,
    IFLA_GSO_MAX_SEGS = 40,
};

/* IFLA_OPERSTATE */
enum {
    IF_OPER_UNKNOWN = 0,
    IF_OPER_NOTPRESENT = 1,
    IF_OPER_DOWN = 2,
    IF_OPER_LOWERLAYERDOWN = 3,
    IF_OPER_TESTING = 4,
    IF_OPER_DORMANT = 5,
    IF_OPER_UP = 6,
};

/* IFLA_EXT_MASK */
#define RTEXT_FILTER_SKIP_STATS 0x8

/* IFLA_STATS64: its beginning */
struct rtnl_link_stats64 {
    __u64 rx_packets;
    __u64 tx_packets;
    __u64 rx_bytes;
    __u64 tx_bytes;
    __u64 rx_errors;
    __u64 tx_errors;
    __u64 rx_dropped;
    __u64 tx_dropped;
};

enum {
    IFLA_INFO_KIND = 1,
    IFLA_INFO_DATA = 2,
};

enum {
    VETH_INFO_PEER = 1,
};

enum {
    IFLA_BR_FORWARD_DELAY = 1,
    IFLA_BR_STP_STATE = 5,
    IFLA_BR_MCAST_SNOOPING = 23,
};

struct ifaddrmsg {
    __u8 ifa_family;
    __u8 ifa_prefixlen;
    __u8 ifa_flags;
    __u8 ifa_scope;
    __u32 ifa_index;
};

enum {
    IFA_ADDRESS = 1,
    IFA_LOCAL = 2,
    IFA_LABEL = 3,
    IFA_BROADCAST = 4,
    IFA_CACHEINFO = 6,
    IFA_FLAGS = 8,
};

#define IFA_F_SECONDARY 0x01
#define IFA_F_TEMPORARY 0x01
#define IFA_F_NODAD 0x02
#define IFA_F_OPTIMISTIC 0x04
#define IFA_F_DADFAILED 0x08
#define IFA_F_HOMEADDRESS 0x10
#define IFA_F_DEPRECATED 0x20
#define IFA_F_TENTATIVE 0x40
#define IFA_F_PERMANENT 0x80
#define IFA_F_MANAGETEMPADDR 0x100
#define IFA_F_NOPREFIXROUTE 0x200
#define IFA_F_MCAUTOJOIN 0x400
#define IFA_F_STABLE_PRIVACY 0x800

/* IFA_CACHEINFO: seconds, all ones is for ever; stamps in hundredths of seconds */
struct ifa_cacheinfo {
    __u32 ifa_prefered;
    __u32 ifa_valid;
    __u32 cstamp;
    __u32 tstamp;
};

/* rtnh_flags, and the low bits of rtm_flags */
#define RTNH_F_DEAD 1
#define RTNH_F_ONLINK 4
#define RTNH_F_LINKDOWN 16

/* RTA_MULTIPATH: several, each with attributes behind it */
struct rtnexthop {
    unsigned short rtnh_len;
    unsigned char rtnh_flags;
    unsigned char rtnh_hops;
    int rtnh_ifindex;
};

struct rtmsg {
    unsigned char rtm_family;
    unsigned char rtm_dst_len;
    unsigned char rtm_src_len;
    unsigned char rtm_tos;
    unsigned char rtm_table;
    unsigned char rtm_protocol;
    unsigned char rtm_scope;
    unsigned char rtm_type;
    unsigned int rtm_flags;
};

/* rtm_flags */
#define RTM_F_LOOKUP_TABLE 0x1000

enum rtattr_type_t {
    RTA_DST = 1,
    RTA_SRC = 2,
    RTA_IIF = 3,
    RTA_OIF = 4,
    RTA_GATEWAY = 5,
    RTA_PRIORITY = 6,
    RTA_PREFSRC = 7,
    RTA_METRICS = 8,
    RTA_MULTIPATH = 9,
    RTA_CACHEINFO = 12,
    RTA_TABLE = 15,
    RTA_MARK = 16,
    RTA_VIA = 18,
    RTA_PREF = 20,
    RTA_NH_ID = 30,
};

/* Attributes in RTA_METRICS; macros in the kernel's own header. */
enum {
    RTAX_CC_ALGO = 16,
};

enum {
    RTN_UNICAST = 1,
    RTN_LOCAL = 2,
    RTN_BROADCAST = 3,
    RTN_ANYCAST = 4,
    RTN_MULTICAST = 5,
    RTN_BLACKHOLE = 6,
    RTN_UNREACHABLE = 7,
    RTN_PROHIBIT = 8,
    RTN_THROW = 9,
    RTN_NAT = 10,
};

enum rt_scope_t {
    RT_SCOPE_UNIVERSE = 0,
    RT_SCOPE_SITE = 200,
    RT_SCOPE_LINK = 253,
    RT_SCOPE_HOST = 254,
    RT_SCOPE_NOWHERE = 255,
};

enum rt_class_t {
    RT_TABLE_UNSPEC = 0,
    RT_TABLE_DEFAULT = 253,
    RT_TABLE_MAIN = 254,
    RT_TABLE_LOCAL = 255,
};

#define RTPROT_KERNEL 2
#define RTPROT_BOOT 3
#define RTPROT_STATIC 4
#define RTPROT_RA 9
#define RTPROT_DHCP 16

struct fib_rule_hdr {
    __u8 family;
    __u8 dst_len;
    __u8 src_len;
    __u8 tos;
    __u8 table;
    __u8 res1;
    __u8 res2;
    __u8 action;
    __u32 flags;
};

enum {
    FRA_DST = 1,
    FRA_SRC = 2,
    FRA_IIFNAME = 3,
    FRA_GOTO = 4,
    FRA_PRIORITY = 6,
    FRA_FWMARK = 10,
    FRA_TUN_ID = 12,
    FRA_SUPPRESS_IFGROUP = 13,
    FRA_SUPPRESS_PREFIXLEN = 14,
    FRA_TABLE = 15,
    FRA_FWMASK = 16,
    FRA_OIFNAME = 17,
    FRA_L3MDEV = 19,
    FRA_UID_RANGE = 20,
    FRA_PROTOCOL = 21,
    FRA_IP_PROTO = 22,
    FRA_SPORT_RANGE = 23,
    FRA_DPORT_RANGE = 24,
    FRA_DSCP = 25,
    FRA_FLOWLABEL = 26,
};

/* flags of fib_rule_hdr */
#define FIB_RULE_INVERT 0x2

enum {
    FR_ACT_TO_TBL = 1,
    FR_ACT_GOTO = 2,
    FR_ACT_NOP = 3,
    FR_ACT_BLACKHOLE = 6,
    FR_ACT_UNREACHABLE = 7,
    FR_ACT_PROHIBIT = 8,
};

struct tcmsg {
    unsigned char tcm_family;
    unsigned char tcm__pad1;
    unsigned short tcm__pad2;
    int tcm_ifindex;
    __u32 tcm_handle;
    __u32 tcm_parent;
    __u32 tcm_info;
};

#define TC_H_ROOT 0xffffffff
#define TC_H_INGRESS 0xfffffff1

enum {
    TCA_KIND = 1,
    TCA_OPTIONS = 2,
    TCA_STATS2 = 7,
};

/* rate in bytes per second */
struct tc_ratespec {
    unsigned char cell_log;
    __u8 linklayer;
    unsigned short overhead;
    short cell_align;
    unsigned short mpu;
    __u32 rate;
};

/* limit in bytes; buffer in ticks of 64 ns, which is the time that the burst takes at the rate */
struct tc_tbf_qopt {
    struct tc_ratespec rate;
    struct tc_ratespec peakrate;
    __u32 limit;
    __u32 buffer;
    __u32 mtu;
};

enum {
    TCA_TBF_PARMS = 1,
    TCA_TBF_RTAB = 2,
    TCA_TBF_PTAB = 3,
    TCA_TBF_RATE64 = 4,
    TCA_TBF_PRATE64 = 5,
    TCA_TBF_BURST = 6,
    TCA_TBF_PBURST = 7,
};

#define TC_LINKLAYER_ETHERNET 1

/* latency and jitter in ticks of 64 ns; limit in packets; loss and duplicate of 0xffffffff are all packets */
struct tc_netem_qopt {
    __u32 latency;
    __u32 limit;
    __u32 loss;
    __u32 gap;
    __u32 duplicate;
    __u32 jitter;
};

#endif
