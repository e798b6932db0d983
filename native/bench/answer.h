/* What the answer to an order is made of. */
#ifndef MPTCP4J_BENCH_ANSWER_H
#define MPTCP4J_BENCH_ANSWER_H

#include <stdint.h>

/* Ends the program, and says why, with errno. */
void fail(const char *what);

/* Nanoseconds of CLOCK_MONOTONIC, and of CLOCK_REALTIME, by which the kernel tells when a packet left. */
uint64_t nanoseconds(void);
uint64_t time_of_day(void);

/* Adds a number to the answer. */
void sample(uint64_t number);

/* Gives it, with how long it took in nanoseconds and what came out, and begins the next. */
void answer(uint64_t took, unsigned outcome);

#endif
