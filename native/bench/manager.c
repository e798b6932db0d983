/* The least that a path manager can do: a second subflow for each connection that this end began. */
#include <linux/genetlink.h>
#include <linux/mptcp.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

#include "crowd.h"
#include "path_manager.h"

#define LOCAL_ID 2

static struct netlink listener;
static struct sockaddr_in here;

static void open_second(uint32_t token, const struct sockaddr_in *peer) {
    const uint8_t id = LOCAL_ID;
    struct request request;
    pm_begin(&request, NLM_F_ACK, MPTCP_PM_CMD_SUBFLOW_CREATE);
    put(&request, MPTCP_PM_ATTR_TOKEN, &token, sizeof token);
    pm_put_address(&request, MPTCP_PM_ATTR_ADDR, &here, &id, NULL);
    pm_put_address(&request, MPTCP_PM_ATTR_ADDR_REMOTE, peer, NULL, NULL);
    pm_try(&request); /* the connection may be gone */
}

static void hear(void *nothing, const struct nlmsghdr *message) {
    const struct genlmsghdr *header = NLMSG_DATA(message);
    struct sockaddr_in peer = {.sin_family = AF_INET};
    uint32_t token = 0;
    int server_side = 0;
    size_t left;
    (void)nothing;
    if (header->cmd != MPTCP_EVENT_ESTABLISHED)
        return;
    for EACH (a, attributes(message, GENL_HDRLEN, &left), left)
        switch (type_of(a)) {
        case MPTCP_ATTR_TOKEN:
            token = u32(a);
            break;
        case MPTCP_ATTR_DADDR4:
            memcpy(&peer.sin_addr, value(a), sizeof peer.sin_addr);
            break;
        case MPTCP_ATTR_DPORT:
            memcpy(&peer.sin_port, value(a), sizeof peer.sin_port);
            break;
        case MPTCP_ATTR_SERVER_SIDE:
            server_side = *(const uint8_t *)value(a);
            break;
        }
    if (!server_side)
        open_second(token, &peer);
}

static void *go_on(void *nothing) {
    while (1)
        netlink_hear(&listener, hear, nothing);
    return nothing;
}

unsigned manage(const struct sockaddr_in *local) {
    const struct timeval for_ever = {0};
    pthread_t thread;
    here = *local;
    pm_listen(&listener);
    if (setsockopt(listener.fd, SOL_SOCKET, SO_RCVTIMEO, &for_ever, sizeof for_ever) < 0 ||
        pthread_create(&thread, NULL, go_on, NULL))
        fail("manage");
    return LOCAL_ID;
}
