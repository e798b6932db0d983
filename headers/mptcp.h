/*
 * MPTCP at the socket: the protocol number, and what getsockopt(2) tells at level SOL_MPTCP.
 * Mirrors: include/uapi/linux/mptcp.h; IPPROTO_MPTCP from include/uapi/linux/in.h, SOL_MPTCP from include/linux/socket.h.
 * Kernels: 5.16 to 7.3. struct mptcp_info has 48 bytes up to 6.4, 80 up to 6.7, 88 up to 6.9, 96 since; abi.since tells
 * which field came when.
 */
#ifndef MPTCP4J_MPTCP_H
#define MPTCP4J_MPTCP_H

#include "libc.h"

enum {
    IPPROTO_MPTCP = 262,
};

#define SOL_MPTCP 284
#define MPTCP_INFO 1
#define MPTCP_TCPINFO 2
#define MPTCP_SUBFLOW_ADDRS 3
#define MPTCP_FULL_INFO 4

/* mptcpi_flags */
#define MPTCP_INFO_FLAG_FALLBACK 1
#define MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED 2

/* mptcpi_subflows counts those beyond the first; mptcpi_last_* are milliseconds ago */
struct mptcp_info {
    __u8 mptcpi_subflows;
    __u8 mptcpi_add_addr_signal;
    __u8 mptcpi_add_addr_accepted;
    __u8 mptcpi_subflows_max;
    __u8 mptcpi_add_addr_signal_max;
    __u8 mptcpi_add_addr_accepted_max;
    __u32 mptcpi_flags;
    __u32 mptcpi_token;
    __u64 mptcpi_write_seq;
    __u64 mptcpi_snd_una;
    __u64 mptcpi_rcv_nxt;
    __u8 mptcpi_local_addr_used;
    __u8 mptcpi_local_addr_max;
    __u8 mptcpi_csum_enabled;
    __u32 mptcpi_retransmits;
    __u64 mptcpi_bytes_retrans;
    __u64 mptcpi_bytes_sent;
    __u64 mptcpi_bytes_received;
    __u64 mptcpi_bytes_acked;
    __u8 mptcpi_subflows_total;
    __u8 mptcpi_endp_laminar_max;
    __u8 mptcpi_endp_fullmesh_max;
    __u8 __reserved;
    __u32 mptcpi_last_data_sent;
    __u32 mptcpi_last_data_recv;
    __u32 mptcpi_last_ack_recv;
};

/* Precedes the array that MPTCP_TCPINFO and MPTCP_SUBFLOW_ADDRS fill. num_subflows and size_kernel are 0 on the way in. */
struct mptcp_subflow_data {
    __u32 size_subflow_data;
    __u32 num_subflows;
    __u32 size_kernel;
    __u32 size_user;
} __attribute__((aligned(8)));

/* Either is a sockaddr_in or a sockaddr_in6; the kernel declares unions with those */
struct mptcp_subflow_addrs {
    struct __kernel_sockaddr_storage ss_local;
    struct __kernel_sockaddr_storage ss_remote;
};

struct mptcp_subflow_info {
    __u32 id;
    struct mptcp_subflow_addrs addrs;
};

/* subflow_info and tcp_info are addresses in user space; the *_kernel sizes are 0 on the way in */
struct mptcp_full_info {
    __u32 size_tcpinfo_kernel;
    __u32 size_tcpinfo_user;
    __u32 size_sfinfo_kernel;
    __u32 size_sfinfo_user;
    __u32 num_subflows;
    __u32 size_arrays_user;
    __u64 subflow_info __attribute__((aligned(8)));
    __u64 tcp_info __attribute__((aligned(8)));
    struct mptcp_info mptcp_info;
};

#endif
