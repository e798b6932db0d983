#include "answer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_SAMPLES 100000

static uint64_t samples[MOST_SAMPLES];
static size_t sample_count;

void fail(const char *what) {
    fprintf(stderr, "yardstick: %s: %s\n", what, strerror(errno));
    exit(1);
}

static uint64_t now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

uint64_t nanoseconds(void) { return now(CLOCK_MONOTONIC); }

uint64_t time_of_day(void) { return now(CLOCK_REALTIME); }

void sample(uint64_t number) {
    if (sample_count == MOST_SAMPLES)
        fail("too many samples");
    samples[sample_count++] = number;
}

void answer(uint64_t took, unsigned outcome) {
    printf("%" PRIu64 " %u", took, outcome);
    for (size_t i = 0; i < sample_count; i++)
        printf(" %" PRIu64, samples[i]);
    printf("\n");
    fflush(stdout);
    sample_count = 0;
}
