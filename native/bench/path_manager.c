/* Commands of the path manager: generic netlink, family mptcp_pm. */
#include <linux/genetlink.h>
#include <linux/mptcp.h>
#include <string.h>

#include "netlink.h"
#include "yardstick.h"

static struct netlink netlink;

static struct genlmsghdr command(struct request *request, uint16_t family, uint16_t flags, uint8_t number) {
    struct genlmsghdr *header = begin(request, family, flags, sizeof *header);
    header->cmd = number;
    header->version = MPTCP_PM_VER;
    return *header;
}

/* Opens the socket at the first call. */
static uint16_t family(void) {
    static uint16_t id;
    struct request request;
    size_t left;
    if (id)
        return id;
    netlink_open(&netlink, NETLINK_GENERIC);
    command(&request, GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY);
    put(&request, CTRL_ATTR_FAMILY_NAME, MPTCP_PM_NAME, sizeof MPTCP_PM_NAME);
    for EACH (a, attributes(ask(&netlink, &request), GENL_HDRLEN, &left), left)
        if (type_of(a) == CTRL_ATTR_FAMILY_ID)
            memcpy(&id, value(a), sizeof id);
    return id;
}

unsigned limits(unsigned times) {
    struct request request;
    uint32_t addresses = 0, subflows = 0;
    size_t left;
    command(&request, family(), 0, MPTCP_PM_CMD_GET_LIMITS);
    for (unsigned i = 0; i < times; i++)
        for EACH (a, attributes(ask(&netlink, &request), GENL_HDRLEN, &left), left)
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

static void put_address(struct request *request, uint16_t type, const struct sockaddr_in *address, const uint32_t *flags) {
    struct nlattr *nest = begin_nest(request, type);
    uint16_t port = ntohs(address->sin_port);
    put(request, MPTCP_PM_ADDR_ATTR_FAMILY, &address->sin_family, sizeof address->sin_family);
    put(request, MPTCP_PM_ADDR_ATTR_ADDR4, &address->sin_addr, sizeof address->sin_addr);
    put(request, MPTCP_PM_ADDR_ATTR_PORT, &port, sizeof port);
    if (flags)
        put(request, MPTCP_PM_ADDR_ATTR_FLAGS, flags, sizeof *flags);
    end_nest(request, nest);
}

unsigned backup(unsigned times, const struct subflow *subflow) {
    struct request request;
    uint16_t id = family();
    for (unsigned i = 0; i < times; i++) {
        uint32_t flags = i % 2 ? 0 : MPTCP_PM_ADDR_FLAG_BACKUP;
        command(&request, id, NLM_F_ACK, MPTCP_PM_CMD_SET_FLAGS);
        put_address(&request, MPTCP_PM_ATTR_ADDR, &subflow->local, &flags);
        put(&request, MPTCP_PM_ATTR_TOKEN, &subflow->token, sizeof subflow->token);
        put_address(&request, MPTCP_PM_ATTR_ADDR_REMOTE, &subflow->remote, NULL);
        ask(&netlink, &request);
    }
    return times;
}
