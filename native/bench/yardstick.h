/* What is measured. Each does it a number of times, in the network namespace of the process. */
#ifndef MPTCP4J_BENCH_YARDSTICK_H
#define MPTCP4J_BENCH_YARDSTICK_H

#include <netinet/in.h>
#include <stdint.h>

/* Asks for the limits of the path manager; returns those of subflows and of accepted addresses, added. */
unsigned limits(unsigned times);

/* A subflow of a connection of the userspace path manager. */
struct subflow {
    uint32_t token;
    struct sockaddr_in local, remote;
};

/* Makes a subflow a backup, and then none, in turns; returns how often it was told. */
unsigned backup(unsigned times, const struct subflow *subflow);

/* Lists all MPTCP sockets with their subflows; returns how many subflows found their socket. */
unsigned connections(unsigned times);

#endif
