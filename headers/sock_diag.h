/*
 * sock_diag: the sockets of a namespace, MPTCP connections and their subflows among them.
 * Mirrors: include/uapi/linux/sock_diag.h, include/uapi/linux/inet_diag.h, and MPTCP_SUBFLOW_* of include/uapi/linux/mptcp.h.
 * Kernels: all that have MPTCP connections here, which is 5.9. Up to 6.14 the nest of a subflow needs CAP_NET_ADMIN.
 */
#ifndef MPTCP4J_SOCK_DIAG_H
#define MPTCP4J_SOCK_DIAG_H

#include "types.h"

#define SOCK_DIAG_BY_FAMILY 20
#define SOCK_DESTROY 21

/* A lookup by token has the token in the first word of the cookie. */
struct inet_diag_sockid {
    __be16 idiag_sport;
    __be16 idiag_dport;
    __be32 idiag_src[4];
    __be32 idiag_dst[4];
    __u32 idiag_if;
    __u32 idiag_cookie[2];
};

#define INET_DIAG_NOCOOKIE 0xffffffff

/* idiag_ext has bit n - 1 for attribute n; idiag_states has bit n for state n */
struct inet_diag_req_v2 {
    __u8 sdiag_family;
    __u8 sdiag_protocol;
    __u8 idiag_ext;
    __u8 pad;
    __u32 idiag_states;
    struct inet_diag_sockid id;
};

enum {
    INET_DIAG_REQ_BYTECODE = 1,
    INET_DIAG_REQ_PROTOCOL = 3, /* u32, for a protocol of more than 8 bits */
};

struct inet_diag_msg {
    __u8 idiag_family;
    __u8 idiag_state;
    __u8 idiag_timer;
    __u8 idiag_retrans;
    struct inet_diag_sockid id;
    __u32 idiag_expires;
    __u32 idiag_rqueue;
    __u32 idiag_wqueue;
    __u32 idiag_uid;
    __u32 idiag_inode;
};

enum {
    INET_DIAG_MEMINFO = 1,
    INET_DIAG_INFO = 2, /* struct tcp_info, or of an MPTCP connection struct mptcp_info */
    INET_DIAG_CONG = 4,   /* text */
    INET_DIAG_TOS = 5,    /* u8 */
    INET_DIAG_TCLASS = 6, /* u8, of a socket for IPv6 */
    INET_DIAG_SKMEMINFO = 7, /* u32 each, SK_MEMINFO_* say which; a newer kernel may have more */
    INET_DIAG_SHUTDOWN = 8, /* u8 */
    INET_DIAG_MARK = 15,    /* u32 */
    INET_DIAG_ULP_INFO = 19,
    INET_DIAG_CGROUP_ID = 21, /* u64 */
};

/* in INET_DIAG_SKMEMINFO */
enum {
    SK_MEMINFO_RCVBUF = 1,
    SK_MEMINFO_SNDBUF = 3,
};

/* in INET_DIAG_ULP_INFO */
enum {
    INET_ULP_INFO_NAME = 1,  /* text */
    INET_ULP_INFO_MPTCP = 3, /* nest of MPTCP_SUBFLOW_ATTR_* */
};

enum {
    MPTCP_SUBFLOW_ATTR_TOKEN_REM = 1,    /* u32 */
    MPTCP_SUBFLOW_ATTR_TOKEN_LOC = 2,    /* u32 */
    MPTCP_SUBFLOW_ATTR_RELWRITE_SEQ = 3, /* u32 */
    MPTCP_SUBFLOW_ATTR_MAP_SEQ = 4,      /* u64 */
    MPTCP_SUBFLOW_ATTR_MAP_SFSEQ = 5,    /* u32 */
    MPTCP_SUBFLOW_ATTR_SSN_OFFSET = 6,   /* u32 */
    MPTCP_SUBFLOW_ATTR_MAP_DATALEN = 7,  /* u16 */
    MPTCP_SUBFLOW_ATTR_FLAGS = 8,        /* u32 */
    MPTCP_SUBFLOW_ATTR_ID_REM = 9,       /* u8 */
    MPTCP_SUBFLOW_ATTR_ID_LOC = 10,      /* u8 */
};

#define MPTCP_SUBFLOW_FLAG_MCAP_REM 0x1
#define MPTCP_SUBFLOW_FLAG_MCAP_LOC 0x2
#define MPTCP_SUBFLOW_FLAG_JOIN_REM 0x4
#define MPTCP_SUBFLOW_FLAG_JOIN_LOC 0x8
#define MPTCP_SUBFLOW_FLAG_BKUP_REM 0x10
#define MPTCP_SUBFLOW_FLAG_BKUP_LOC 0x20
#define MPTCP_SUBFLOW_FLAG_FULLY_ESTABLISHED 0x40
#define MPTCP_SUBFLOW_FLAG_CONNECTED 0x80
#define MPTCP_SUBFLOW_FLAG_MAPVALID 0x100

#endif
