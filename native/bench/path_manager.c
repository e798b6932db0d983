/* Commands of the path manager: generic netlink, family mptcp_pm. */
#include "path_manager.h"

#include <linux/genetlink.h>
#include <linux/mptcp.h>
#include <string.h>

#include "yardstick.h"

static struct netlink netlink;
static uint16_t family;
static uint32_t events;

static void begin_command(struct request *request, uint16_t type, uint16_t flags, uint8_t number) {
    struct genlmsghdr *header = begin(request, type, flags, sizeof *header);
    header->cmd = number;
    header->version = MPTCP_PM_VER;
}

static void read_group(const struct nlattr *group) {
    size_t left;
    uint32_t id = 0;
    int wanted = 0;
    for EACH (a, nested(group, &left), left)
        switch (type_of(a)) {
        case CTRL_ATTR_MCAST_GRP_NAME:
            wanted = !strcmp(value(a), MPTCP_PM_EV_GRP_NAME);
            break;
        case CTRL_ATTR_MCAST_GRP_ID:
            id = u32(a);
            break;
        }
    if (wanted)
        events = id;
}

static void find_family(void) {
    struct request request;
    size_t left, inner;
    netlink_open(&netlink, NETLINK_GENERIC);
    begin_command(&request, GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY);
    put(&request, CTRL_ATTR_FAMILY_NAME, MPTCP_PM_NAME, sizeof MPTCP_PM_NAME);
    for EACH (a, attributes(ask(&netlink, &request), GENL_HDRLEN, &left), left)
        switch (type_of(a)) {
        case CTRL_ATTR_FAMILY_ID:
            memcpy(&family, value(a), sizeof family);
            break;
        case CTRL_ATTR_MCAST_GROUPS:
            for EACH (group, nested(a, &inner), inner)
                read_group(group);
            break;
        }
}

void pm_begin(struct request *request, uint16_t flags, uint8_t number) {
    if (!family)
        find_family();
    begin_command(request, family, flags, number);
}

const struct nlmsghdr *pm_ask(struct request *request) { return ask(&netlink, request); }

const struct nlmsghdr *pm_try(struct request *request) { return try(&netlink, request); }

void pm_listen(struct netlink *listener) {
    if (!family)
        find_family();
    netlink_open(listener, NETLINK_GENERIC);
    netlink_join(listener, events);
}

unsigned limits(unsigned times) {
    struct request request;
    uint32_t addresses = 0, subflows = 0;
    size_t left;
    pm_begin(&request, 0, MPTCP_PM_CMD_GET_LIMITS);
    for (unsigned i = 0; i < times; i++)
        for EACH (a, attributes(pm_ask(&request), GENL_HDRLEN, &left), left)
            switch (type_of(a)) {
            case MPTCP_PM_ATTR_RCV_ADD_ADDRS:
                addresses = u32(a);
                break;
            case MPTCP_PM_ATTR_SUBFLOWS:
                subflows = u32(a);
                break;
            }
    return addresses + subflows;
}

void pm_put_address(struct request *request, uint16_t type, const struct sockaddr_in *address, const uint8_t *id,
    const uint32_t *flags) {
    struct nlattr *nest = begin_nest(request, type);
    uint16_t port = ntohs(address->sin_port);
    put(request, MPTCP_PM_ADDR_ATTR_FAMILY, &address->sin_family, sizeof address->sin_family);
    put(request, MPTCP_PM_ADDR_ATTR_ADDR4, &address->sin_addr, sizeof address->sin_addr);
    put(request, MPTCP_PM_ADDR_ATTR_PORT, &port, sizeof port);
    if (id)
        put(request, MPTCP_PM_ADDR_ATTR_ID, id, sizeof *id);
    if (flags)
        put(request, MPTCP_PM_ADDR_ATTR_FLAGS, flags, sizeof *flags);
    end_nest(request, nest);
}

unsigned backup(unsigned times, const struct subflow *subflow) {
    struct request request;
    for (unsigned i = 0; i < times; i++) {
        uint32_t flags = i % 2 ? 0 : MPTCP_PM_ADDR_FLAG_BACKUP;
        pm_begin(&request, NLM_F_ACK, MPTCP_PM_CMD_SET_FLAGS);
        pm_put_address(&request, MPTCP_PM_ATTR_ADDR, &subflow->local, NULL, &flags);
        put(&request, MPTCP_PM_ATTR_TOKEN, &subflow->token, sizeof subflow->token);
        pm_put_address(&request, MPTCP_PM_ATTR_ADDR_REMOTE, &subflow->remote, NULL, NULL);
        pm_ask(&request);
    }
    return times;
}
