/* All that MPTCP_FULL_INFO tells of subflows, field by field. The declarations are ours: the C library's may be older. */
#include "../../headers/mptcp.h"
#include "../../headers/tcp.h"

#include <string.h>

#include "answer.h"
#include "connection.h"

#define MOST 16

/* The fields of struct tcp_info. */
#define FIELDS(FIELD) \
    FIELD(state) FIELD(ca_state) FIELD(retransmits) FIELD(probes) FIELD(backoff) FIELD(options) FIELD(snd_wscale) \
    FIELD(rcv_wscale) FIELD(delivery_rate_app_limited) FIELD(fastopen_client_fail) FIELD(rto) FIELD(ato) FIELD(snd_mss) \
    FIELD(rcv_mss) FIELD(unacked) FIELD(sacked) FIELD(lost) FIELD(retrans) FIELD(fackets) FIELD(last_data_sent) \
    FIELD(last_ack_sent) FIELD(last_data_recv) FIELD(last_ack_recv) FIELD(pmtu) FIELD(rcv_ssthresh) FIELD(rtt) \
    FIELD(rttvar) FIELD(snd_ssthresh) FIELD(snd_cwnd) FIELD(advmss) FIELD(reordering) FIELD(rcv_rtt) FIELD(rcv_space) \
    FIELD(total_retrans) FIELD(pacing_rate) FIELD(max_pacing_rate) FIELD(bytes_acked) FIELD(bytes_received) \
    FIELD(segs_out) FIELD(segs_in) FIELD(notsent_bytes) FIELD(min_rtt) FIELD(data_segs_in) FIELD(data_segs_out) \
    FIELD(delivery_rate) FIELD(busy_time) FIELD(rwnd_limited) FIELD(sndbuf_limited) FIELD(delivered) \
    FIELD(delivered_ce) FIELD(bytes_sent) FIELD(bytes_retrans) FIELD(dsack_dups) FIELD(reord_seen) \
    FIELD(rcv_ooopack) FIELD(snd_wnd) FIELD(rcv_wnd) FIELD(rehash) FIELD(total_rto) FIELD(total_rto_recoveries) \
    FIELD(total_rto_time) FIELD(received_ce) FIELD(delivered_e1_bytes) FIELD(delivered_e0_bytes) \
    FIELD(delivered_ce_bytes) FIELD(received_e1_bytes) FIELD(received_e0_bytes) FIELD(received_ce_bytes) \
    FIELD(accecn_fail_mode) FIELD(accecn_opt_seen)

struct address {
    __u16 family, port;
    __u32 scope;
    __u8 bytes[16];
};

/* One subflow. Where the kernel does not tell a field it is 0. */
struct decoded {
    __u32 id;
    struct address local, remote;
#define FIELD(name) __u64 name;
    FIELDS(FIELD)
#undef FIELD
};

static __u16 host_order(__be16 number) {
    const __u8 *bytes = (const __u8 *)&number;
    return bytes[0] << 8 | bytes[1];
}

static void decode_address(struct address *to, const struct __kernel_sockaddr_storage *from) {
    const struct sockaddr_in *four = (const struct sockaddr_in *)from;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)from;
    to->family = from->ss_family;
    to->port = host_order(four->sin_port);
    if (from->ss_family == AF_INET) {
        memcpy(to->bytes, &four->sin_addr, sizeof four->sin_addr);
    } else {
        memcpy(to->bytes, &six->sin6_addr, sizeof six->sin6_addr);
        to->scope = six->sin6_scope_id;
    }
}

static void decode(struct decoded *to, const struct mptcp_subflow_info *info, const struct tcp_info *tcp) {
    to->id = info->id;
    decode_address(&to->local, &info->addrs.ss_local);
    decode_address(&to->remote, &info->addrs.ss_remote);
#define FIELD(name) to->name = tcp->tcpi_##name;
    FIELDS(FIELD)
#undef FIELD
}

/* Returns how many there are, those closed left out. */
static unsigned read_subflows(struct decoded *all) {
    struct mptcp_subflow_info infos[MOST];
    struct tcp_info tcp[MOST];
    struct mptcp_full_info full = {.size_tcpinfo_user = sizeof *tcp,
        .size_sfinfo_user = sizeof *infos,
        .size_arrays_user = MOST,
        .subflow_info = (uintptr_t)infos,
        .tcp_info = (uintptr_t)tcp};
    socklen_t length = __builtin_offsetof(struct mptcp_full_info, mptcp_info);
    unsigned count = 0;
    if (getsockopt(connection(), SOL_MPTCP, MPTCP_FULL_INFO, &full, &length) < 0)
        fail("MPTCP_FULL_INFO");
    if (full.size_tcpinfo_user != sizeof *tcp || full.size_sfinfo_user != sizeof *infos || full.num_subflows > MOST)
        fail("MPTCP_FULL_INFO of this kernel");
    for (unsigned i = 0; i < full.num_subflows; i++)
        if (tcp[i].tcpi_state != TCP_CLOSE)
            decode(&all[count++], &infos[i], &tcp[i]);
    return count;
}

unsigned subflows(unsigned times) {
    static struct decoded all[MOST];
    unsigned count = 0;
    for (unsigned i = 0; i < times; i++) {
        uint64_t since = nanoseconds();
        count = read_subflows(all);
        __asm__ volatile("" : : "r"(all) : "memory"); /* somebody reads them */
        sample(nanoseconds() - since);
    }
    return count;
}
