/*
 * What Java is measured against. Reads what to do from standard input, one round a line,
 *
 *   limits TIMES
 *   backup TIMES TOKEN LOCAL PORT REMOTE PORT      of a connection of the userspace path manager
 *   connections TIMES
 *   connect REMOTE PORT                            what comes out is the token of the connection, for these two:
 *   subflows TIMES                                 samples how long each takes
 *   measured TIMES                                 the same: all is always decoded
 *   open TIMES LOCAL                               samples when each begins
 *   watch LINK
 *   joins                                          samples when each SYN with MP_JOIN has left through that link
 *
 * and answers each with how long that took in nanoseconds, what came out, for comparison, and the samples.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "answer.h"
#include "connection.h"
#include "yardstick.h"

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

void sample(uint64_t nanoseconds) {
    if (sample_count == MOST_SAMPLES)
        fail("too many samples");
    samples[sample_count++] = nanoseconds;
}

static int parse_address(struct sockaddr_in *address, const char *text, uint16_t port) {
    address->sin_family = AF_INET;
    address->sin_port = htons(port);
    return inet_pton(AF_INET, text, &address->sin_addr);
}

static int parse_subflow(struct subflow *subflow, const char *line) {
    char local[INET_ADDRSTRLEN], remote[INET_ADDRSTRLEN];
    uint16_t local_port, remote_port;
    return sscanf(line, "%*s %*u %" SCNu32 " %15s %" SCNu16 " %15s %" SCNu16, &subflow->token, local, &local_port,
               remote, &remote_port) == 5 &&
        parse_address(&subflow->local, local, local_port) && parse_address(&subflow->remote, remote, remote_port);
}

static int parse_server(struct sockaddr_in *server, const char *line) {
    char address[INET_ADDRSTRLEN];
    uint16_t port;
    return sscanf(line, "%*s %15s %" SCNu16, address, &port) == 2 && parse_address(server, address, port);
}

static int parse_local(struct sockaddr_in *local, const char *line) {
    char address[INET_ADDRSTRLEN];
    return sscanf(line, "%*s %*u %15s", address) == 1 && parse_address(local, address, 0);
}

static unsigned run(const char *line) {
    char what[16] = "", link[16] = "";
    unsigned times = 0;
    struct subflow subflow;
    struct sockaddr_in address = {0};
    sscanf(line, "%15s %u", what, &times);
    if (!strcmp(what, "limits"))
        return limits(times);
    if (!strcmp(what, "backup") && parse_subflow(&subflow, line))
        return backup(times, &subflow);
    if (!strcmp(what, "connections"))
        return connections(times);
    if (!strcmp(what, "connect") && parse_server(&address, line))
        return connect_to(&address);
    if (!strcmp(what, "subflows") || !strcmp(what, "measured"))
        return subflows(times);
    if (!strcmp(what, "open") && parse_local(&address, line))
        return open_subflows(times, &address);
    if (!strcmp(what, "watch") && sscanf(line, "%*s %15s", link) == 1)
        return watch(link);
    if (!strcmp(what, "joins"))
        return joins();
    errno = EINVAL;
    fail(line);
    return 0;
}

static void answer(uint64_t took, unsigned outcome) {
    printf("%" PRIu64 " %u", took, outcome);
    for (size_t i = 0; i < sample_count; i++)
        printf(" %" PRIu64, samples[i]);
    printf("\n");
    fflush(stdout);
}

int main(void) {
    char line[256];
    while (fgets(line, sizeof line, stdin)) {
        uint64_t since = nanoseconds();
        sample_count = 0;
        unsigned outcome = run(line);
        answer(nanoseconds() - since, outcome);
    }
    return 0;
}
