/* Generic netlink, family mptcp_pm. */
#ifndef MPTCP4J_BENCH_PATH_MANAGER_H
#define MPTCP4J_BENCH_PATH_MANAGER_H

#include <netinet/in.h>

#include "netlink.h"

/* Begins a command; the first call opens the socket. */
void pm_begin(struct request *request, uint16_t flags, uint8_t number);

/* Puts an address with its port, and with its id and flags where these are not NULL. */
void pm_put_address(struct request *request, uint16_t type, const struct sockaddr_in *address, const uint8_t *id,
    const uint32_t *flags);

/* Sends it, and returns the answer; the second returns NULL where the kernel refuses. */
const struct nlmsghdr *pm_ask(struct request *request);
const struct nlmsghdr *pm_try(struct request *request);

/* Opens a socket on which the kernel tells what happens. */
void pm_listen(struct netlink *netlink);

#endif
