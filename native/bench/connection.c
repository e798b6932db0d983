/* A connection, and a path manager that has its sockets open: opens a subflow and waits until both ends have it. */
#include "connection.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/inet_diag.h>
#include <linux/mptcp.h>
#include <linux/sock_diag.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "path_manager.h"
#include "yardstick.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif
#ifndef SOL_MPTCP
#define SOL_MPTCP 284
#endif

#define LOCAL_ID 1

static const struct timespec between_questions = {.tv_nsec = 2000000};

static int fd = -1;
static struct sockaddr_in server;
static uint32_t token;
static struct netlink listener;

int connection(void) { return fd; }

unsigned connect_to(const struct sockaddr_in *address) {
    struct mptcp_info info;
    socklen_t size = sizeof info;
    char byte = 0;
    if (fd >= 0)
        close(fd);
    server = *address;
    fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&server, sizeof server) < 0)
        fail("connect");
    if (write(fd, &byte, 1) != 1 || read(fd, &byte, 1) != 1)
        fail("a byte there and back");
    if (getsockopt(fd, SOL_MPTCP, MPTCP_INFO, &info, &size) < 0)
        fail("MPTCP_INFO");
    token = info.mptcpi_token;
    return token;
}

static void subflow_command(uint8_t number, const struct sockaddr_in *local, const uint8_t *id) {
    struct request request;
    pm_begin(&request, NLM_F_ACK, number);
    put(&request, MPTCP_PM_ATTR_TOKEN, &token, sizeof token);
    pm_put_address(&request, MPTCP_PM_ATTR_ADDR, local, id, NULL);
    pm_put_address(&request, MPTCP_PM_ATTR_ADDR_REMOTE, &server, NULL, NULL);
    pm_ask(&request);
}

/* Takes the port of a subflow of ours that was established. */
static void hear(void *port, const struct nlmsghdr *message) {
    const struct genlmsghdr *header = NLMSG_DATA(message);
    uint32_t whose = 0;
    in_port_t from = 0;
    size_t left;
    if (header->cmd != MPTCP_EVENT_SUB_ESTABLISHED)
        return;
    for EACH (a, attributes(message, GENL_HDRLEN, &left), left)
        switch (type_of(a)) {
        case MPTCP_ATTR_TOKEN:
            whose = u32(a);
            break;
        case MPTCP_ATTR_SPORT:
            memcpy(&from, value(a), sizeof from);
            break;
        }
    if (whose == token)
        *(in_port_t *)port = from;
}

static int has_peers_word(const struct nlattr *subflow) {
    size_t left;
    for EACH (a, nested(subflow, &left), left)
        if (type_of(a) == MPTCP_SUBFLOW_ATTR_FLAGS)
            return (u32(a) & MPTCP_SUBFLOW_FLAG_FULLY_ESTABLISHED) != 0;
    return 0;
}

static int is_fully_established(const struct sockaddr_in *local) {
    static struct netlink diag;
    struct request request;
    size_t left, inner;
    struct inet_diag_req_v2 *wanted = begin(&request, SOCK_DIAG_BY_FAMILY, 0, sizeof *wanted);
    if (!diag.sequence)
        netlink_open(&diag, NETLINK_SOCK_DIAG);
    wanted->sdiag_family = AF_INET;
    wanted->sdiag_protocol = IPPROTO_TCP;
    wanted->idiag_states = UINT32_MAX;
    wanted->idiag_ext = 1 << (INET_DIAG_INFO - 1);
    wanted->id = (struct inet_diag_sockid){.idiag_sport = local->sin_port,
        .idiag_dport = server.sin_port,
        .idiag_src = {local->sin_addr.s_addr},
        .idiag_dst = {server.sin_addr.s_addr},
        .idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE}};
    for EACH (a, attributes(ask(&diag, &request), sizeof(struct inet_diag_msg), &left), left)
        if (type_of(a) == INET_DIAG_ULP_INFO)
            for EACH (b, nested(a, &inner), inner)
                if (type_of(b) == INET_ULP_INFO_MPTCP)
                    return has_peers_word(b);
    return 0;
}

unsigned open_subflows(unsigned times, const struct sockaddr_in *from) {
    const uint8_t id = LOCAL_ID;
    if (!listener.fd)
        pm_listen(&listener);
    for (unsigned i = 0; i < times; i++) {
        struct sockaddr_in local = *from;
        sample(time_of_day());
        subflow_command(MPTCP_PM_CMD_SUBFLOW_CREATE, &local, &id);
        while (!local.sin_port)
            netlink_hear(&listener, hear, &local.sin_port);
        while (!is_fully_established(&local))
            nanosleep(&between_questions, NULL);
        subflow_command(MPTCP_PM_CMD_SUBFLOW_DESTROY, &local, NULL);
    }
    return times;
}
