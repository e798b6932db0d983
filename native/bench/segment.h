/* TCP segments as a packet socket sees them, from the header of IPv4 on, with the kernel's time of each. */
#ifndef MPTCP4J_BENCH_SEGMENT_H
#define MPTCP4J_BENCH_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

#define TCP_SYN 2
#define TCP_ACK 16

#define MP_CAPABLE 0
#define MP_JOIN 1
#define MP_DSS 2

struct segment {
    uint64_t time; /* nanoseconds of CLOCK_REALTIME */
    int outgoing;
    size_t size;
    uint8_t bytes[128];
};

/* A packet socket that hears nothing yet, then one link, or all for 0. */
int open_wire(void);
void listen_to(int wire, int link);

/* Takes what waits there; returns 0 when there is nothing. */
int next_segment(int wire, struct segment *segment);

const uint8_t *tcp_of(const struct segment *segment);
static inline uint8_t flags_of(const struct segment *segment) { return tcp_of(segment)[13]; }

/* The option of that subtype, or NULL. */
const uint8_t *mptcp_option(const struct segment *segment, int subtype);

/* Whether a SYN is the last one that this was asked of: sent again, or seen on two links. */
int is_again(const struct segment *syn);

#endif
