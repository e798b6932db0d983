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
 * for the daemon, of many connections,
 *
 *   serve PORT                                     from now on, gives back the first byte of each
 *   manage LOCAL                                   from now on, opens a subflow from there when one is established
 *   relay LINK LINK DELAY LOST                     from now on, passes frames of one segment between them, both ways, so
 *                                                  many microseconds later, and loses so many of a million of those of
 *                                                  the first
 *   visit COUNT RATE HOLD REMOTE PORT              opens that many a second and closes each some milliseconds after its
 *                                                  byte came back; what comes out is how many had theirs, and the
 *                                                  sample is how many had two subflows when they were closed
 *   stay COUNT RATE REMOTE PORT                    opens them; what comes out is how many have their byte
 *   leave COUNT                                    closes the first of those; what comes out is how many are left
 *   doubled                                        how many of those have two subflows
 *   observe                                        watches all links
 *   handshakes                                     samples how long after each connection was established its next
 *                                                  SYN with MP_JOIN left
 *
 * and answers each with how long that took in nanoseconds, what came out, for comparison, and the samples.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "connection.h"
#include "crowd.h"
#include "yardstick.h"

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

static unsigned run_crowd(const char *what, const char *line) {
    char text[INET_ADDRSTRLEN], link[16];
    unsigned count, rate, hold;
    uint16_t port;
    struct sockaddr_in address = {0};
    if (!strcmp(what, "serve") && sscanf(line, "%*s %" SCNu16, &port) == 1)
        return serve(port);
    if (!strcmp(what, "manage") && sscanf(line, "%*s %15s", text) == 1 && parse_address(&address, text, 0))
        return manage(&address);
    if (!strcmp(what, "relay") && sscanf(line, "%*s %15s %15s %u %u", text, link, &hold, &count) == 4)
        return relay(text, link, hold, count);
    if (!strcmp(what, "visit") && sscanf(line, "%*s %u %u %u %15s %" SCNu16, &count, &rate, &hold, text, &port) == 5 &&
        parse_address(&address, text, port))
        return come_and_go(count, rate, hold, &address);
    if (!strcmp(what, "stay") && sscanf(line, "%*s %u %u %15s %" SCNu16, &count, &rate, text, &port) == 4 &&
        parse_address(&address, text, port))
        return stay(count, rate, &address);
    if (!strcmp(what, "leave") && sscanf(line, "%*s %u", &count) == 1)
        return leave(count);
    if (!strcmp(what, "doubled"))
        return doubled();
    if (!strcmp(what, "observe"))
        return observe();
    if (!strcmp(what, "handshakes"))
        return handshakes();
    errno = EINVAL;
    fail(line);
    return 0;
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
    return run_crowd(what, line);
}

int main(void) {
    char line[256];
    while (fgets(line, sizeof line, stdin)) {
        uint64_t since = nanoseconds();
        unsigned outcome = run(line);
        answer(nanoseconds() - since, outcome);
    }
    return 0;
}
