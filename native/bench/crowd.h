/* Many connections, as users of a path manager have them. */
#ifndef MPTCP4J_BENCH_CROWD_H
#define MPTCP4J_BENCH_CROWD_H

#include <netinet/in.h>

/* All three go on in threads of their own. */
unsigned serve(uint16_t port);
unsigned manage(const struct sockaddr_in *local);

unsigned relay(const char *one, const char *other, unsigned delay, unsigned lost);

unsigned come_and_go(unsigned count, unsigned rate, unsigned hold, const struct sockaddr_in *server);
unsigned stay(unsigned count, unsigned rate, const struct sockaddr_in *server);
unsigned leave(unsigned count);
unsigned doubled(void);

unsigned observe(void);
unsigned handshakes(void);

#endif
