#include "segment.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

#include "answer.h"

#define BUFFER (64 << 20)
#define OPTION_END 0
#define OPTION_NOP 1
#define OPTION_MPTCP 30

int open_wire(void) {
    const int one = 1, size = BUFFER;
    int wire = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (wire < 0 || setsockopt(wire, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one) < 0)
        fail("packet socket");
    setsockopt(wire, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
    return wire;
}

void listen_to(int wire, int link) {
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = link};
    if (bind(wire, (const struct sockaddr *)&address, sizeof address) < 0)
        fail("bind packet socket");
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

int next_segment(int wire, struct segment *segment) {
    uint8_t control[256];
    struct sockaddr_ll link;
    struct iovec place = {segment->bytes, sizeof segment->bytes};
    struct msghdr message = {.msg_name = &link,
        .msg_namelen = sizeof link,
        .msg_iov = &place,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof control};
    ssize_t size = recvmsg(wire, &message, MSG_DONTWAIT);
    if (size < 0)
        return 0;
    segment->size = size;
    segment->time = time_of(&message);
    segment->outgoing = link.sll_pkttype == PACKET_OUTGOING;
    return 1;
}

const uint8_t *tcp_of(const struct segment *segment) { return segment->bytes + 4 * (segment->bytes[0] & 15); }

const uint8_t *mptcp_option(const struct segment *segment, int subtype) {
    const uint8_t *packet = segment->bytes;
    size_t tcp = tcp_of(segment) - packet, end;
    if (segment->size < tcp + 20)
        return NULL;
    end = tcp + 4 * (packet[tcp + 12] >> 4);
    for (size_t at = tcp + 20; at + 2 < end && end <= segment->size && packet[at] != OPTION_END;) {
        if (packet[at] == OPTION_MPTCP && packet[at + 2] >> 4 == subtype)
            return packet + at;
        at += packet[at] == OPTION_NOP ? 1 : packet[at + 1] ? packet[at + 1] : segment->size;
    }
    return NULL;
}

/* It has the same ports and the same number. */
int is_again(const struct segment *syn) {
    static uint8_t last[8];
    const uint8_t *ports_and_number = tcp_of(syn);
    int same = !memcmp(last, ports_and_number, sizeof last);
    memcpy(last, ports_and_number, sizeof last);
    return same;
}
