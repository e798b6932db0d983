/*
 * Opens and closes Multipath TCP connections on loopback at a rate, for the tests of what cannot keep up with that:
 *
 *     flood RATE COUNT KEEP
 *
 * opens COUNT connections, RATE a second, and closes both ends of each at once, but for KEEP of them. Prints one line, the
 * connections a second that it reached, and keeps those until its standard input ends. They go to 200 addresses, so
 * that no port is asked for twice while it waits for its peer's last word (TIME_WAIT).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

#define ADDRESSES 200
#define PORT 5000

static int checked(const char *what, int result) {
    if (result < 0) {
        perror(what);
        exit(1);
    }
    return result;
}

static struct sockaddr_in address(uint32_t host) {
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(PORT), .sin_addr.s_addr = htonl(host)};
    return in;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void sleep_until(double moment) {
    struct timespec time = {.tv_sec = moment, .tv_nsec = (moment - (time_t)moment) * 1e9};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR)
        continue;
}

static int listener(void) {
    int fd = checked("socket", socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP));
    struct sockaddr_in any = address(INADDR_ANY);
    checked("bind", bind(fd, (struct sockaddr *)&any, sizeof any));
    checked("listen", listen(fd, 4096));
    return fd;
}

/* On loopback the kernel has done the whole handshake when connect returns. */
static void connection(int listening, long number, int keep) {
    struct sockaddr_in to = address(INADDR_LOOPBACK + number % ADDRESSES);
    int client = checked("socket", socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP));
    checked("connect", connect(client, (struct sockaddr *)&to, sizeof to));
    int server = checked("accept", accept(listening, NULL, NULL));
    if (!keep) {
        close(client);
        close(server);
    }
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: flood RATE COUNT KEEP\n");
        return 2;
    }
    long rate = atol(arguments[1]), all = atol(arguments[2]), keep = atol(arguments[3]);
    setpriority(PRIO_PROCESS, 0, -20); /* where it may: a busy machine is not what is tested */
    int listening = listener();
    double start = now();
    for (long i = 0; i < all; i++) {
        sleep_until(start + (double)i / rate);
        connection(listening, i, i * keep / all != (i + 1) * keep / all);
    }
    printf("%.0f\n", all / (now() - start));
    fflush(stdout);
    while (getchar() != EOF)
        continue;
    return 0;
}
