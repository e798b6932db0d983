/* When segments leave: a packet socket with the kernel's time of each, as tcpdump has it. They wait there until asked for. */
#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

#include "answer.h"
#include "connection.h"

#define BUFFER (8 << 20)
#define TCP_SYN 2
#define TCP_ACK 16
#define OPTION_END 0
#define OPTION_NOP 1
#define OPTION_MPTCP 30
#define MP_JOIN 1

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
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = if_nametoindex(link)};
    const int one = 1, size = BUFFER;
    wire = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (wire < 0 || setsockopt(wire, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one) < 0)
        fail("packet socket");
    setsockopt(wire, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
    keep_syns();
    if (bind(wire, (const struct sockaddr *)&address, sizeof address) < 0)
        fail(link);
    return address.sll_ifindex;
}

static size_t tcp_of(const uint8_t *packet) { return 4 * (packet[0] & 15); }

/* One that is sent again has the same ports and the same number. */
static int is_again(const uint8_t *packet) {
    static uint8_t last[8];
    const uint8_t *ports_and_number = packet + tcp_of(packet);
    int same = !memcmp(last, ports_and_number, sizeof last);
    memcpy(last, ports_and_number, sizeof last);
    return same;
}

/* Looks through the options of a segment, from the header of IPv4 on. */
static int joins_connection(const uint8_t *packet, size_t size) {
    size_t tcp = tcp_of(packet), end;
    if (size < tcp + 20)
        return 0;
    end = tcp + 4 * (packet[tcp + 12] >> 4);
    for (size_t at = tcp + 20; at + 2 < end && end <= size && packet[at] != OPTION_END;) {
        if (packet[at] == OPTION_MPTCP && packet[at + 2] >> 4 == MP_JOIN)
            return 1;
        at += packet[at] == OPTION_NOP ? 1 : packet[at + 1] ? packet[at + 1] : size;
    }
    return 0;
}

static uint64_t time_of(struct msghdr *message) {
    struct timespec time;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c))
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
            memcpy(&time, CMSG_DATA(c), sizeof time);
            return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
        }
    fail("a segment without a time");
    return 0;
}

unsigned joins(void) {
    unsigned count = 0;
    while (1) {
        uint8_t packet[128], control[256];
        struct iovec place = {packet, sizeof packet};
        struct msghdr message = {
            .msg_iov = &place, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
        ssize_t size = recvmsg(wire, &message, MSG_DONTWAIT);
        if (size < 0)
            return count;
        if (joins_connection(packet, size) && !is_again(packet)) {
            sample(time_of(&message));
            count++;
        }
    }
}
