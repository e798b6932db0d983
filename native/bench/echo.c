/* The server's ends: each gets its first byte back, and is closed when the client closes. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answer.h"
#include "crowd.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

#define EVENTS 256
#define BACKLOG 4096

static int listener, epoll;

static void add(int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        fail("epoll");
}

static void accept_all(void) {
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
        add(fd);
    if (errno != EAGAIN && errno != ECONNABORTED)
        fail("accept");
}

static void give_back(int fd) {
    char byte;
    if (read(fd, &byte, 1) != 1 || write(fd, &byte, 1) != 1)
        close(fd);
}

static void *go_on(void *nothing) {
    struct epoll_event events[EVENTS];
    while (1) {
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++)
            if (events[i].data.fd == listener)
                accept_all();
            else
                give_back(events[i].data.fd);
    }
    return nothing;
}

unsigned serve(uint16_t port) {
    const struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    pthread_t thread;
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_MPTCP);
    if (listener < 0 || bind(listener, (const struct sockaddr *)&here, sizeof here) < 0 ||
        listen(listener, BACKLOG) < 0)
        fail("listen");
    epoll = epoll_create1(EPOLL_CLOEXEC);
    add(listener);
    errno = pthread_create(&thread, NULL, go_on, NULL);
    if (errno)
        fail("thread");
    return port;
}
