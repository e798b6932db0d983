/* One connection of the userspace path manager. */
#ifndef MPTCP4J_BENCH_CONNECTION_H
#define MPTCP4J_BENCH_CONNECTION_H

struct sockaddr_in;

/* Connects, in the place of the connection before; a byte goes there and back. Returns the token. */
unsigned connect_to(const struct sockaddr_in *server);
int connection(void);

/* Reads all of each subflow, and samples how long each reading takes; returns how many they are. */
unsigned subflows(unsigned times);

/* Opens a subflow and closes it, and samples when each opening begins; returns how often. */
unsigned open_subflows(unsigned times, const struct sockaddr_in *local);

/* Watches what leaves through a link; then samples when each SYN with MP_JOIN has left since, and returns how many did. */
unsigned watch(const char *link);
unsigned joins(void);

#endif
