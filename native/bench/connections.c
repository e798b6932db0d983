/* All MPTCP sockets with their subflows: sock_diag knows the two apart, and the token of the connection joins them. */
#include <linux/inet_diag.h>
#include <linux/mptcp.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "netlink.h"
#include "yardstick.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

/* Those of include/net/tcp_states.h that belong to a connection: neither TIME_WAIT (6) nor LISTEN (10), and none above. */
#define CONNECTED (0xffe & ~(1 << 6) & ~(1 << 10))

struct path {
    struct inet_diag_msg socket;
    struct tcp_info info;
    uint32_t token, flags;
    uint8_t local_id, remote_id, is_mptcp;
    struct path *next;
};

struct connection {
    struct inet_diag_msg socket;
    struct mptcp_info info;
    struct path *first;
};

struct table {
    struct connection *connections;
    struct path *paths;
    size_t connection_count, connection_room, path_count, path_room;
};

static void *grown(void *array, size_t count, size_t *room, size_t size) {
    if (count < *room)
        return array;
    *room = *room ? 2 * *room : 1024;
    array = realloc(array, *room * size);
    if (!array)
        fail("memory");
    return array;
}

static void copy(void *to, size_t room, const struct nlattr *from) {
    size_t size = size_of(from) < room ? size_of(from) : room;
    memcpy(to, value(from), size);
    memset((uint8_t *)to + size, 0, room - size);
}

static void add_connection(void *context, const struct nlmsghdr *message) {
    struct table *table = context;
    struct connection *connection;
    size_t left;
    table->connections = grown(table->connections, table->connection_count, &table->connection_room, sizeof *connection);
    connection = &table->connections[table->connection_count++];
    memset(connection, 0, sizeof *connection);
    for EACH (a, attributes(message, sizeof connection->socket, &left), left)
        if (type_of(a) == INET_DIAG_INFO)
            copy(&connection->info, sizeof connection->info, a);
    memcpy(&connection->socket, NLMSG_DATA(message), sizeof connection->socket);
}

static void read_subflow(struct path *path, const struct nlattr *subflow) {
    size_t left;
    path->is_mptcp = 1;
    for EACH (a, nested(subflow, &left), left)
        switch (type_of(a)) {
        case MPTCP_SUBFLOW_ATTR_TOKEN_LOC:
            path->token = u32(a);
            break;
        case MPTCP_SUBFLOW_ATTR_FLAGS:
            path->flags = u32(a);
            break;
        case MPTCP_SUBFLOW_ATTR_ID_LOC:
            path->local_id = *(const uint8_t *)value(a);
            break;
        case MPTCP_SUBFLOW_ATTR_ID_REM:
            path->remote_id = *(const uint8_t *)value(a);
            break;
        }
}

static void add_path(void *context, const struct nlmsghdr *message) {
    struct table *table = context;
    struct path *path;
    size_t left, inner;
    table->paths = grown(table->paths, table->path_count, &table->path_room, sizeof *path);
    path = &table->paths[table->path_count];
    path->is_mptcp = 0;
    path->next = NULL;
    for EACH (a, attributes(message, sizeof path->socket, &left), left)
        switch (type_of(a)) {
        case INET_DIAG_INFO:
            copy(&path->info, sizeof path->info, a);
            break;
        case INET_DIAG_ULP_INFO:
            for EACH (b, nested(a, &inner), inner)
                if (type_of(b) == INET_ULP_INFO_MPTCP)
                    read_subflow(path, b);
            break;
        }
    memcpy(&path->socket, NLMSG_DATA(message), sizeof path->socket);
    table->path_count += path->is_mptcp;
}

static void dump_sockets(struct netlink *netlink, uint8_t family, uint32_t protocol, visit visit, struct table *table) {
    struct request request;
    struct inet_diag_req_v2 *wanted = begin(&request, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, sizeof *wanted);
    wanted->sdiag_family = family;
    wanted->idiag_states = CONNECTED;
    wanted->idiag_ext = 1 << (INET_DIAG_INFO - 1);
    wanted->sdiag_protocol = protocol == IPPROTO_MPTCP ? IPPROTO_RAW : protocol;
    if (protocol == IPPROTO_MPTCP) /* more than the 8 bits of sdiag_protocol hold */
        put(&request, INET_DIAG_REQ_PROTOCOL, &protocol, sizeof protocol);
    dump(netlink, &request, visit, table);
}

/* Hangs each path at its connection, which an open hash table of at most half its size finds by token. */
static unsigned join(struct table *table) {
    size_t room = 16;
    unsigned joined = 0;
    struct connection **slots;
    while (room < 2 * table->connection_count)
        room *= 2;
    slots = calloc(room, sizeof *slots);
    if (!slots)
        fail("memory");
#define SLOT(token) (((token) * 0x9e3779b1u) & (room - 1))
    for (size_t i = 0; i < table->connection_count; i++) {
        struct connection *connection = &table->connections[i];
        size_t at = SLOT(connection->info.mptcpi_token);
        while (slots[at])
            at = (at + 1) & (room - 1);
        slots[at] = connection;
    }
    for (size_t i = 0; i < table->path_count; i++) {
        struct path *path = &table->paths[i];
        size_t at = SLOT(path->token);
        while (slots[at] && slots[at]->info.mptcpi_token != path->token)
            at = (at + 1) & (room - 1);
        if (slots[at]) {
            path->next = slots[at]->first;
            slots[at]->first = path;
            joined++;
        }
    }
    free(slots);
    return joined;
}

unsigned connections(unsigned times) {
    static struct netlink netlink;
    unsigned joined = 0;
    if (!netlink.sequence)
        netlink_open(&netlink, NETLINK_SOCK_DIAG);
    for (unsigned i = 0; i < times; i++) {
        struct table table = {0};
        dump_sockets(&netlink, AF_INET, IPPROTO_MPTCP, add_connection, &table);
        dump_sockets(&netlink, AF_INET6, IPPROTO_MPTCP, add_connection, &table);
        dump_sockets(&netlink, AF_INET, IPPROTO_TCP, add_path, &table);
        dump_sockets(&netlink, AF_INET6, IPPROTO_TCP, add_path, &table);
        joined = join(&table);
        free(table.connections);
        free(table.paths);
    }
    return joined;
}
