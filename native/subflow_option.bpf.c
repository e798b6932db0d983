/* SPDX-License-Identifier: Apache-2.0 OR MIT OR GPL-2.0-only */
/*
 * Gets or sets an option of one live subflow: run by an iterator over the TCP sockets of a network namespace, which
 * shows each socket locked, as bpf_setsockopt() and bpf_getsockopt() want it.
 *
 * The request is the one element of the map, and the answer is written beside it. So whoever loads this asks one thing
 * at a time. mptcp4j.bpf.Request knows the same layout; numbers are in the byte order of the machine:
 *
 *    0  local       16 bytes   IPv4 as ::ffff:a.b.c.d, as one socket may be of either family
 *   16  remote      16 bytes   likewise
 *   32  local_port  u16
 *   34  remote_port u16
 *   36  token       u32        of the connection, on this side: a 4-tuple comes again, the two together do not
 *   40  interface   s32        index, 0 for any: tells link-local addresses apart
 *   44  action      u32        0 get, 1 set, 2 get the index of the interface it is bound to, 3 get the TOS byte
 *   48  level       s32
 *   52  name        s32
 *   56  length      u32        1 to 64: of the value
 *   60  matched     u32        answer: 1 where there is such a subflow
 *   64  error       s32        answer: 0 or -errno
 *   68  family      u32        answer: AF_INET or AF_INET6, of the subflow's socket
 *   72  value       64 bytes   in or out
 */
#include <linux/types.h>
#include <stdbool.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define AF_INET 2
#define AF_INET6 10
#define BPF_MAP_TYPE_ARRAY 2

#define EINVAL 22
#define VALUE_SIZE 64

enum { GET, SET, GET_INTERFACE, GET_TOS };

/* The kernel's own structures, of each what is read here: libbpf finds where that lies in the running kernel. */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct in6_addr {
    union {
        __be32 u6_addr32[4];
    } in6_u;
};

struct sock_common {
    __be32 skc_daddr;
    __be32 skc_rcv_saddr;
    __be16 skc_dport;
    __u16 skc_num;
    unsigned short skc_family;
    int skc_bound_dev_if;
    struct in6_addr skc_v6_daddr;
    struct in6_addr skc_v6_rcv_saddr;
};

struct inet_sock {
    __u8 tos;
};

struct inet_connection_sock {
    struct inet_sock icsk_inet;
    void *icsk_ulp_data;
};

struct tcp_sock {
    struct inet_connection_sock inet_conn;
    bool is_mptcp;
};

struct mptcp_sock {
    __u32 token;
};

struct mptcp_subflow_context {
    struct mptcp_sock *conn;
};

struct bpf_iter__tcp {
    struct sock_common *sk_common;
};
#pragma clang attribute pop

struct end {
    __be32 address[4];
};

struct request {
    struct end local;
    struct end remote;
    __u16 local_port;
    __u16 remote_port;
    __u32 token;
    __s32 interface;
    __u32 action;
    __s32 level;
    __s32 name;
    __u32 length;
    __u32 matched;
    __s32 error;
    __u32 family;
    __u8 value[VALUE_SIZE];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct request);
} requests SEC(".maps");

static bool is_v4(const struct end *wanted, __be32 address) {
    const __be32 *all = wanted->address;
    return all[0] == 0 && all[1] == 0 && all[2] == bpf_htonl(0xffff) && all[3] == address;
}

static bool is_v6(const struct end *wanted, const struct in6_addr *address) {
    const __be32 *all = wanted->address;
    return all[0] == address->in6_u.u6_addr32[0] && all[1] == address->in6_u.u6_addr32[1] &&
           all[2] == address->in6_u.u6_addr32[2] && all[3] == address->in6_u.u6_addr32[3];
}

/* A kernel without IPv6 has no such addresses: what looks for them must not be reached there, or it does not load. */
static bool has_ends(const struct request *request, const struct sock_common *sk) {
    if (sk->skc_family == AF_INET) {
        return is_v4(&request->local, sk->skc_rcv_saddr) && is_v4(&request->remote, sk->skc_daddr);
    }
    if (!bpf_core_field_exists(sk->skc_v6_daddr)) {
        return false;
    }
    return is_v6(&request->local, &sk->skc_v6_rcv_saddr) && is_v6(&request->remote, &sk->skc_v6_daddr);
}

/* bpf_skc_to_mptcp_sock() takes no socket of an iterator. A subflow keeps its context, and that its connection, while it is locked. */
static __u32 token(struct tcp_sock *tcp) {
    struct mptcp_subflow_context *subflow = tcp->inet_conn.icsk_ulp_data;
    return BPF_CORE_READ(subflow, conn, token);
}

static bool is_wanted(const struct request *request, struct sock_common *sk) {
    if (sk->skc_num != request->local_port || sk->skc_dport != bpf_htons(request->remote_port)) {
        return false;
    }
    if (request->interface != 0 && sk->skc_bound_dev_if != request->interface) {
        return false;
    }
    if (!has_ends(request, sk)) {
        return false;
    }
    struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);
    return tcp && tcp->is_mptcp && token(tcp) == request->token;
}

static int act(struct request *request, struct sock_common *sk) {
    __u32 length = request->length;
    if (length == 0 || length > VALUE_SIZE) {
        return -EINVAL;
    }
    switch (request->action) {
    case GET:
        return bpf_getsockopt(sk, request->level, request->name, request->value, length);
    case SET:
        return bpf_setsockopt(sk, request->level, request->name, request->value, length);
    case GET_INTERFACE:
        *(__s32 *)request->value = sk->skc_bound_dev_if;
        return 0;
    case GET_TOS: {
        struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);
        if (!tcp) {
            return -EINVAL;
        }
        *(__s32 *)request->value = tcp->inet_conn.icsk_inet.tos;
        return 0;
    }
    default:
        return -EINVAL;
    }
}

SEC("iter/tcp")
int subflow_option(struct bpf_iter__tcp *context) {
    struct sock_common *sk = context->sk_common;
    __u32 only = 0;
    struct request *request = bpf_map_lookup_elem(&requests, &only);
    if (!sk || !request || request->matched || !is_wanted(request, sk)) {
        return 0;
    }
    request->matched = 1;
    request->family = sk->skc_family;
    request->error = act(request, sk);
    return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
