/* A path that takes time and loses frames: what comes to one link leaves through the other. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "answer.h"
#include "crowd.h"

#define SECOND UINT64_C(1000000000)
#define MICROSECOND UINT64_C(1000)
#define FRAMES 4096
#define BUFFER (8 << 20)
#define MILLION 1000000

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

/* With what the kernel says of checksums before it: they are made when a frame leaves the machine, which none does. */
struct frame {
    uint64_t due;
    ssize_t size;
    uint8_t bytes[2048];
};

struct direction {
    int from, to;
    uint64_t delay;
    unsigned lost; /* of a million */
    unsigned seed, first, behind;
    struct frame frames[FRAMES];
};

static int open_link(const char *name) {
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = if_nametoindex(name)};
    const int one = 1, size = BUFFER;
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &one, sizeof one) < 0 ||
        setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one) < 0)
        fail("packet socket");
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) < 0)
        fail(name);
    return fd;
}

static void take(struct direction *way) {
    while (way->behind - way->first < FRAMES) {
        struct frame *frame = &way->frames[way->behind % FRAMES];
        frame->size = recv(way->from, frame->bytes, sizeof frame->bytes, MSG_DONTWAIT | MSG_TRUNC);
        if (frame->size < 0)
            return;
        if ((size_t)frame->size > sizeof frame->bytes) {
            errno = EMSGSIZE;
            fail("a frame of several segments");
        }
        frame->due = nanoseconds() + way->delay;
        if ((unsigned)(rand_r(&way->seed) % MILLION) >= way->lost)
            way->behind++;
    }
}

/* Returns how long there is nothing to do. What the link's queue has no room for is lost, as on the way. */
static uint64_t give(struct direction *way) {
    while (way->first != way->behind) {
        struct frame *frame = &way->frames[way->first % FRAMES];
        uint64_t now = nanoseconds();
        if (frame->due > now)
            return frame->due - now;
        send(way->to, frame->bytes, frame->size, MSG_DONTWAIT);
        way->first++;
    }
    return SECOND;
}

static void *go_on(void *context) {
    struct direction *way = context;
    while (1) {
        struct pollfd readable = {.fd = way->from, .events = POLLIN};
        uint64_t pause = give(way);
        const struct timespec timeout = {.tv_sec = pause / SECOND, .tv_nsec = pause % SECOND};
        ppoll(&readable, 1, &timeout, NULL);
        take(way);
    }
    return NULL;
}

static void start(int from, int to, uint64_t delay, unsigned lost) {
    static unsigned seed = 1;
    struct direction *way = calloc(1, sizeof *way);
    pthread_t thread;
    if (!way)
        fail("memory");
    way->from = from;
    way->to = to;
    way->delay = delay;
    way->lost = lost;
    way->seed = seed++;
    errno = pthread_create(&thread, NULL, go_on, way);
    if (errno)
        fail("thread");
}

unsigned relay(const char *one, const char *other, unsigned delay, unsigned lost) {
    int here = open_link(one), there = open_link(other);
    start(here, there, delay * MICROSECOND, lost);
    start(there, here, delay * MICROSECOND, 0);
    return delay;
}
