/* When segments leave: a packet socket with the kernel's time of each, as tcpdump has it. They wait there until asked for. */
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "answer.h"
#include "connection.h"
#include "segment.h"

static int wire = -1;

/* Keeps what leaves, of TCP over IPv4, with SYN and without ACK. */
static void keep_syns(void) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, (uint32_t)(SKF_AD_OFF + SKF_AD_PKTTYPE)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PACKET_OUTGOING, 0, 7),
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 0, 5),
        BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
        BPF_STMT(BPF_LD | BPF_B | BPF_IND, 13),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, TCP_SYN | TCP_ACK),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TCP_SYN, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sock_fprog filter = {.len = sizeof code / sizeof *code, .filter = code};
    if (setsockopt(wire, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) < 0)
        fail("filter");
}

unsigned watch(const char *link) {
    unsigned index = if_nametoindex(link);
    wire = open_wire();
    keep_syns();
    listen_to(wire, index);
    return index;
}

unsigned joins(void) {
    unsigned count = 0;
    while (1) {
        struct segment segment;
        if (!next_segment(wire, &segment))
            return count;
        if (mptcp_option(&segment, MP_JOIN) && !is_again(&segment)) {
            sample(segment.time);
            count++;
        }
    }
}
