/*
 * What Java is measured against. Reads what to do from standard input, one round a line,
 *
 *   limits TIMES
 *   backup TIMES TOKEN LOCAL PORT REMOTE PORT      of a connection of the userspace path manager
 *   connections TIMES
 *
 * and answers each with how long that took in nanoseconds, and what came out, for comparison.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "netlink.h"
#include "yardstick.h"

static uint64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * UINT64_C(1000000000) + now.tv_nsec;
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

static unsigned run(const char *line) {
    char what[16] = "";
    unsigned times = 0;
    struct subflow subflow;
    sscanf(line, "%15s %u", what, &times);
    if (!strcmp(what, "limits"))
        return limits(times);
    if (!strcmp(what, "backup") && parse_subflow(&subflow, line))
        return backup(times, &subflow);
    if (!strcmp(what, "connections"))
        return connections(times);
    errno = EINVAL;
    fail(line);
    return 0;
}

int main(void) {
    char line[256];
    while (fgets(line, sizeof line, stdin)) {
        uint64_t since = nanoseconds();
        unsigned outcome = run(line);
        printf("%" PRIu64 " %u\n", nanoseconds() - since, outcome);
        fflush(stdout);
    }
    return 0;
}
