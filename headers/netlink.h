/*
 * Netlink and generic netlink: framing, attributes, extended acknowledgements, the family controller.
 * Mirrors: include/uapi/linux/netlink.h, include/uapi/linux/genetlink.h.
 * Kernels: all that have MPTCP; NLMSGERR_ATTR_MISS_TYPE and _MISS_NEST since 6.1.
 */
#ifndef MPTCP4J_NETLINK_H
#define MPTCP4J_NETLINK_H

#include "types.h"

#define NETLINK_ROUTE 0
#define NETLINK_SOCK_DIAG 4
#define NETLINK_GENERIC 16

#define SOL_NETLINK 270
#define NETLINK_ADD_MEMBERSHIP 1
#define NETLINK_DROP_MEMBERSHIP 2
#define NETLINK_NO_ENOBUFS 5
#define NETLINK_CAP_ACK 10
#define NETLINK_EXT_ACK 11
#define NETLINK_GET_STRICT_CHK 12

struct sockaddr_nl {
    sa_family_t nl_family;
    unsigned short nl_pad;
    __u32 nl_pid;
    __u32 nl_groups;
};

struct nlmsghdr {
    __u32 nlmsg_len;
    __u16 nlmsg_type;
    __u16 nlmsg_flags;
    __u32 nlmsg_seq;
    __u32 nlmsg_pid;
};

/* nlmsg_type of the messages that belong to no family */
#define NLMSG_NOOP 0x1
#define NLMSG_ERROR 0x2
#define NLMSG_DONE 0x3
#define NLMSG_OVERRUN 0x4
#define NLMSG_MIN_TYPE 0x10

/* nlmsg_flags */
#define NLM_F_REQUEST 0x01
#define NLM_F_MULTI 0x02
#define NLM_F_ACK 0x04
#define NLM_F_ECHO 0x08
#define NLM_F_DUMP_INTR 0x10
#define NLM_F_DUMP_FILTERED 0x20
#define NLM_F_ROOT 0x100
#define NLM_F_MATCH 0x200
#define NLM_F_DUMP 0x300
#define NLM_F_REPLACE 0x100
#define NLM_F_EXCL 0x200
#define NLM_F_CREATE 0x400
#define NLM_F_APPEND 0x800
#define NLM_F_CAPPED 0x100
#define NLM_F_ACK_TLVS 0x200

/* error is 0 or -errno; msg is the header of the request */
struct nlmsgerr {
    int error;
    struct nlmsghdr msg;
};

enum nlmsgerr_attrs {
    NLMSGERR_ATTR_MSG = 1,
    NLMSGERR_ATTR_OFFS = 2,
    NLMSGERR_ATTR_COOKIE = 3,
    NLMSGERR_ATTR_POLICY = 4,
    NLMSGERR_ATTR_MISS_TYPE = 5,
    NLMSGERR_ATTR_MISS_NEST = 6,
};

/* nla_len counts this header and the payload, not the padding to 4 bytes that follows */
struct nlattr {
    __u16 nla_len;
    __u16 nla_type;
};

#define NLA_F_NESTED 0x8000
#define NLA_F_NET_BYTEORDER 0x4000
#define NLA_TYPE_MASK 0xffff3fff

struct genlmsghdr {
    __u8 cmd;
    __u8 version;
    __u16 reserved;
};

#define GENL_ID_CTRL 0x10

enum {
    CTRL_CMD_NEWFAMILY = 1,
    CTRL_CMD_DELFAMILY = 2,
    CTRL_CMD_GETFAMILY = 3,
    CTRL_CMD_GETPOLICY = 10,
};

enum {
    CTRL_ATTR_FAMILY_ID = 1,
    CTRL_ATTR_FAMILY_NAME = 2,
    CTRL_ATTR_VERSION = 3,
    CTRL_ATTR_HDRSIZE = 4,
    CTRL_ATTR_MAXATTR = 5,
    CTRL_ATTR_OPS = 6,
    CTRL_ATTR_MCAST_GROUPS = 7,
    CTRL_ATTR_POLICY = 8,
    CTRL_ATTR_OP_POLICY = 9,
    CTRL_ATTR_OP = 10,
};

/* in CTRL_ATTR_OP_POLICY, one nest for each command: the number of a policy of CTRL_ATTR_POLICY; since 5.10 */
enum {
    CTRL_ATTR_POLICY_DO = 1,   /* u32 */
    CTRL_ATTR_POLICY_DUMP = 2, /* u32 */
};

/* in CTRL_ATTR_POLICY: nests of policy number, attribute number and this; since 5.7 */
enum {
    NL_POLICY_TYPE_ATTR_TYPE = 1,       /* u32 */
    NL_POLICY_TYPE_ATTR_POLICY_IDX = 8, /* u32, of a nested attribute */
};

enum {
    CTRL_ATTR_OP_ID = 1,
    CTRL_ATTR_OP_FLAGS = 2,
};

enum {
    CTRL_ATTR_MCAST_GRP_NAME = 1,
    CTRL_ATTR_MCAST_GRP_ID = 2,
};

#endif
