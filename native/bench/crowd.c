/* The client's ends. */
#define _GNU_SOURCE
#include "crowd.h"

#include <errno.h>
#include <linux/mptcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif
#ifndef SOL_MPTCP
#define SOL_MPTCP 284
#endif

#define SECOND UINT64_C(1000000000)
#define MILLISECOND UINT64_C(1000000)
#define PATIENCE (10 * SECOND)
#define FOR_EVER UINT64_MAX
#define MOST 65536
#define EVENTS 256
#define BATCH 16 /* that are begun before those begun go on, where the machine is too slow for the rate */

/* Those that had their byte, in the order in which they had it. */
static struct member {
    int fd;
    uint64_t since;
} members[MOST];
static unsigned first, behind; /* counted on for ever: places are these modulo MOST */

/* One order's work. */
struct wave {
    unsigned count, begun, waiting, served, doubled;
    uint64_t start, between, hold, progress;
    const struct sockaddr_in *server;
    int epoll;
};

static int is_doubled(int fd) {
    struct mptcp_info info;
    socklen_t size = sizeof info;
    return !getsockopt(fd, SOL_MPTCP, MPTCP_INFO, &info, &size) && info.mptcpi_subflows == 1;
}

static void begin_one(struct wave *wave) {
    struct epoll_event event = {.events = EPOLLOUT};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_MPTCP);
    if (fd < 0)
        fail("socket");
    if (connect(fd, (const struct sockaddr *)wave->server, sizeof *wave->server) < 0 && errno != EINPROGRESS)
        fail("connect");
    event.data.fd = fd;
    if (epoll_ctl(wave->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        fail("epoll");
    wave->begun++;
    wave->waiting++;
}

static void welcome(struct wave *wave, int fd) {
    if (behind - first == MOST)
        fail("too many connections");
    members[behind++ % MOST] = (struct member){fd, nanoseconds()};
    wave->served++;
}

static void end_waiting(struct wave *wave, int fd) {
    if (epoll_ctl(wave->epoll, EPOLL_CTL_DEL, fd, NULL) < 0)
        fail("epoll");
    wave->waiting--;
    wave->progress = nanoseconds();
}

static void go_on(struct wave *wave, const struct epoll_event *happened) {
    struct epoll_event event = {.events = EPOLLIN, .data = happened->data};
    int fd = happened->data.fd;
    char byte = 0;
    if (!(happened->events & (EPOLLERR | EPOLLHUP)) && happened->events & EPOLLOUT && write(fd, &byte, 1) == 1) {
        epoll_ctl(wave->epoll, EPOLL_CTL_MOD, fd, &event);
        return;
    }
    end_waiting(wave, fd);
    if (happened->events & EPOLLIN && read(fd, &byte, 1) == 1)
        welcome(wave, fd);
    else
        close(fd);
}

static unsigned left(void) { return behind - first; }

static void close_first(struct wave *wave) {
    int fd = members[first++ % MOST].fd;
    wave->doubled += is_doubled(fd);
    close(fd);
}

/* Returns when there is something to do again. */
static uint64_t do_what_is_due(struct wave *wave) {
    uint64_t now = nanoseconds(), next = now + PATIENCE / 10;
    for (int i = 0; i < BATCH && wave->begun < wave->count && wave->start + wave->begun * wave->between <= now; i++)
        begin_one(wave);
    if (wave->begun < wave->count && wave->start + wave->begun * wave->between < next)
        next = wave->start + wave->begun * wave->between;
    while (wave->hold != FOR_EVER && left() && members[first % MOST].since + wave->hold <= now)
        close_first(wave);
    if (wave->hold != FOR_EVER && left() && members[first % MOST].since + wave->hold < next)
        next = members[first % MOST].since + wave->hold;
    return next;
}

static void wait_until(struct wave *wave, uint64_t moment) {
    struct epoll_event events[EVENTS];
    uint64_t now = nanoseconds(), pause = moment > now ? moment - now : 0;
    const struct timespec timeout = {.tv_sec = pause / SECOND, .tv_nsec = pause % SECOND};
    int count = epoll_pwait2(wave->epoll, events, EVENTS, &timeout, NULL);
    for (int i = 0; i < count; i++)
        go_on(wave, &events[i]);
}

/* Whoever has no byte for so long after all others has none any more. */
static int is_over(const struct wave *wave) {
    if (wave->begun < wave->count || (wave->hold != FOR_EVER && left()))
        return 0;
    return !wave->waiting || nanoseconds() - wave->progress > PATIENCE;
}

static unsigned run(struct wave *wave, unsigned rate) {
    wave->between = SECOND / rate;
    wave->start = wave->progress = nanoseconds();
    wave->epoll = epoll_create1(EPOLL_CLOEXEC);
    while (!is_over(wave))
        wait_until(wave, do_what_is_due(wave));
    close(wave->epoll);
    return wave->served;
}

unsigned come_and_go(unsigned count, unsigned rate, unsigned hold, const struct sockaddr_in *server) {
    struct wave wave = {.count = count, .hold = hold * MILLISECOND, .server = server};
    run(&wave, rate);
    sample(wave.doubled);
    return wave.served;
}

unsigned stay(unsigned count, unsigned rate, const struct sockaddr_in *server) {
    struct wave wave = {.count = count, .hold = FOR_EVER, .server = server};
    return run(&wave, rate);
}

unsigned leave(unsigned count) {
    struct wave wave = {0};
    for (unsigned i = 0; i < count && left(); i++)
        close_first(&wave);
    return left();
}

unsigned doubled(void) {
    unsigned count = 0;
    for (unsigned i = first; i != behind; i++)
        count += is_doubled(members[i % MOST].fd);
    return count;
}
