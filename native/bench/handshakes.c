/* How long after a connection was established its path manager has a SYN with MP_JOIN on the wire. */
#include <linux/filter.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "answer.h"
#include "crowd.h"
#include "segment.h"

#define HAS_DATA_ACK 1
#define PORTS 65536

static int wire = -1;

/* Keeps TCP over IPv4, and of each packet the headers. */
static void keep_tcp(void) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_H | BPF_ABS, (uint32_t)(SKF_AD_OFF + SKF_AD_PROTOCOL)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x0800, 0, 3),
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 128),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sock_fprog filter = {.len = sizeof code / sizeof *code, .filter = code};
    if (setsockopt(wire, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) < 0)
        fail("filter");
}

unsigned observe(void) {
    wire = open_wire();
    keep_tcp();
    listen_to(wire, 0);
    return 0;
}

static uint16_t port_at(const uint8_t *bytes) { return bytes[0] << 8 | bytes[1]; }

static int acknowledges_data(const struct segment *segment) {
    const uint8_t *dss = mptcp_option(segment, MP_DSS);
    return dss && dss[3] & HAS_DATA_ACK;
}

/* Of two packets on two processors the later one may come first here: such a SYN belongs to the connection before.
 * The kernel has the connection established with the first DATA_ACK, and tells so in the same interrupt. */
unsigned handshakes(void) {
    static uint8_t begun[PORTS];
    struct segment segment;
    uint64_t established = 0;
    unsigned count = 0;
    memset(begun, 0, sizeof begun);
    while (next_segment(wire, &segment)) {
        const uint8_t *tcp = tcp_of(&segment);
        int syn = (flags_of(&segment) & (TCP_SYN | TCP_ACK)) == TCP_SYN;
        if (segment.outgoing && syn && mptcp_option(&segment, MP_CAPABLE)) {
            begun[port_at(tcp)] = 1;
        } else if (segment.outgoing && syn && established && established < segment.time &&
            mptcp_option(&segment, MP_JOIN)) {
            sample(segment.time - established);
            established = 0;
            count++;
        } else if (!segment.outgoing && begun[port_at(tcp + 2)] && acknowledges_data(&segment)) {
            begun[port_at(tcp + 2)] = 0;
            established = segment.time;
        }
    }
    return count;
}
