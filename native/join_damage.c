/*
 * Shows a fault of the kernel: data of a Multipath TCP connection is damaged where a subflow joins while the program that accepted the
 * connection is in a call on it.
 *
 *     join_damage STREAMS together|apart
 *
 * In each stream one thread writes a pattern, one reads and checks it at the accepted end, and the main thread has the other end open and
 * close subflows (generic netlink, family mptcp_pm). All of it is on the loopback of a network namespace that it makes. Every eight bytes
 * of the pattern are their own place in the stream.
 *
 * What makes the fault likely: the reader lets data pile up, and then reads much in one call, into memory that the kernel has to find
 * meanwhile. So the call takes long, and the last packet of the join and the first data of the subflow both come while it runs. With "apart"
 * the reader makes no call from when a subflow is asked for until it has joined: then no stream is damaged.
 *
 * Exits 0 where no stream is damaged, 1 where one is, 77 where it cannot run.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/genetlink.h>
#include <linux/mptcp.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define PORT 8080
#define FIRST_LOCAL_PORT 20000
#define JOINS 40 /* in a stream */
#define BLOCK (64 << 10)
#define ROOM (4 << 20)
#define PILE_UP_MICROSECONDS 2000
#define PATIENCE_SECONDS 10

static int checked(const char *what, int result) {
    if (result < 0) {
        fprintf(stderr, "join_damage: cannot run here: %s: %s\n", what, strerror(errno));
        exit(77);
    }
    return result;
}

static void set(const char *path, const char *value) {
    int fd = checked(path, open(path, O_WRONLY));
    checked(path, write(fd, value, strlen(value)));
    close(fd);
}

static void enter_new_namespace(void) {
    struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    checked("a network namespace of its own", unshare(CLONE_NEWNET));
    int fd = checked("socket", socket(AF_INET, SOCK_DGRAM, 0));
    checked("lo", ioctl(fd, SIOCSIFFLAGS, &lo));
    close(fd);
    set("/proc/sys/net/mptcp/pm_type", "1");
    set("/proc/sys/net/ipv4/tcp_rmem", "4096 16777216 33554432"); /* data can pile up, and the window stays open */
    set("/proc/sys/net/ipv4/tcp_wmem", "4096 16777216 33554432");
}

/* Generic netlink: a request, its attributes, and those of an answer. */
struct request {
    struct nlmsghdr header;
    struct genlmsghdr command;
    char attributes[256];
};

static int commands, events;
static uint16_t family;

static int netlink(void) {
    struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
    struct sockaddr_nl any = {.nl_family = AF_NETLINK};
    int fd = checked("netlink", socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC));
    checked("netlink", bind(fd, (struct sockaddr *)&any, sizeof any)); /* without a name it would hear nothing */
    checked("netlink", setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience));
    return fd;
}

static struct request request(uint16_t type, uint16_t flags, uint8_t command) {
    return (struct request){{NLMSG_LENGTH(GENL_HDRLEN), type, NLM_F_REQUEST | flags, 0, 0}, {command, MPTCP_PM_VER, 0}, ""};
}

static struct nlattr *put(struct request *to, uint16_t type, const void *value, size_t size) {
    struct nlattr *attribute = (void *)((char *)to + to->header.nlmsg_len);
    *attribute = (struct nlattr){NLA_HDRLEN + size, type};
    memcpy(attribute + 1, value, size);
    to->header.nlmsg_len += NLA_ALIGN(attribute->nla_len);
    return attribute;
}

static void put_address(struct request *to, uint16_t type, struct sockaddr_in address, uint8_t id) {
    struct nlattr *nest = put(to, type | NLA_F_NESTED, "", 0);
    uint16_t port = ntohs(address.sin_port);
    put(to, MPTCP_PM_ADDR_ATTR_FAMILY, &address.sin_family, sizeof address.sin_family);
    put(to, MPTCP_PM_ADDR_ATTR_ADDR4, &address.sin_addr, sizeof address.sin_addr);
    put(to, MPTCP_PM_ADDR_ATTR_PORT, &port, sizeof port);
    put(to, MPTCP_PM_ADDR_ATTR_ID, &id, sizeof id);
    nest->nla_len = (char *)to + to->header.nlmsg_len - (char *)nest;
}

/* Returns the value of the attribute of that type, or null. */
static const void *find(const void *first, const void *end, uint16_t type) {
    for (const struct nlattr *a = first; (void *)(a + 1) <= end; a = (void *)((char *)a + NLA_ALIGN(a->nla_len)))
        if ((a->nla_type & NLA_TYPE_MASK) == type)
            return a + 1;
    return NULL;
}

static const void *end_of(const void *value) {
    const struct nlattr *attribute = (const struct nlattr *)value - 1;
    return (const char *)attribute + attribute->nla_len;
}

static void open_path_manager(void) {
    char answer[8192];
    struct request ask = request(GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY);
    const char *first = answer + NLMSG_LENGTH(GENL_HDRLEN), *groups, *group;
    commands = netlink();
    events = netlink();
    put(&ask, CTRL_ATTR_FAMILY_NAME, MPTCP_PM_NAME, sizeof MPTCP_PM_NAME);
    checked("send", send(commands, &ask, ask.header.nlmsg_len, 0));
    const char *end = answer + checked("recv", recv(commands, answer, sizeof answer, 0));
    errno = ENOENT;
    checked("mptcp_pm", ((struct nlmsghdr *)answer)->nlmsg_type == NLMSG_ERROR ? -1 : 0);
    memcpy(&family, find(first, end, CTRL_ATTR_FAMILY_ID), sizeof family);
    groups = find(first, end, CTRL_ATTR_MCAST_GROUPS);
    for (group = groups; group < (char *)end_of(groups); group = end_of(group + NLA_HDRLEN)) {
        const char *inner = group + NLA_HDRLEN;
        if (!strcmp(find(inner, end_of(inner), CTRL_ATTR_MCAST_GRP_NAME), MPTCP_PM_EV_GRP_NAME))
            checked("events", setsockopt(events, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
                                  find(inner, end_of(inner), CTRL_ATTR_MCAST_GRP_ID), sizeof(uint32_t)));
    }
}

/* Returns 0, or what the kernel refuses it with. */
static int command(uint8_t what, uint32_t token, struct sockaddr_in local, uint8_t id, struct sockaddr_in remote) {
    char answer[8192];
    struct request ask = request(family, NLM_F_ACK, what);
    put(&ask, MPTCP_PM_ATTR_TOKEN, &token, sizeof token);
    put_address(&ask, MPTCP_PM_ATTR_ADDR, local, id);
    put_address(&ask, MPTCP_PM_ATTR_ADDR_REMOTE, remote, 0);
    checked("send", send(commands, &ask, ask.header.nlmsg_len, 0));
    checked("recv", recv(commands, answer, sizeof answer, 0));
    return ((struct nlmsgerr *)NLMSG_DATA(answer))->error;
}

/* Waits until the connection says that a subflow has joined. */
static void await_joined(uint32_t token) {
    char event[8192];
    const uint32_t *its = NULL;
    while (its == NULL || *its != token) {
        const char *end = event + checked("SUB_ESTABLISHED", recv(events, event, sizeof event, 0));
        const struct genlmsghdr *header = NLMSG_DATA(event);
        its = header->cmd == MPTCP_EVENT_SUB_ESTABLISHED ? find(header + 1, end, MPTCP_ATTR_TOKEN) : NULL;
    }
}

struct stream {
    int client, server;
    volatile int enough;
    int damaged;
    uint64_t right; /* bytes that were, from the beginning */
};

static int apart;
static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;

static void *write_pattern(void *of) {
    static uint64_t block[BLOCK / 8];
    struct stream *stream = of;
    for (uint64_t place = 0; !stream->enough;) {
        for (size_t i = 0; i < BLOCK / 8; i++, place += 8)
            block[i] = place;
        for (ssize_t done = 0, some; done < BLOCK; done += some) {
            some = send(stream->client, (char *)block + done, BLOCK - done, MSG_NOSIGNAL);
            if (some < 0)
                return NULL; /* the reader has seen enough, or says what is wrong */
        }
    }
    shutdown(stream->client, SHUT_WR);
    return NULL;
}

static void check(struct stream *stream, const uint64_t *words, size_t count) {
    for (size_t i = 0; i < count && !stream->damaged; i++) {
        stream->damaged = words[i] != stream->right;
        stream->right += stream->damaged ? 0 : 8;
    }
}

static void *read_slowly(void *of) {
    struct stream *stream = of;
    char *room = mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ssize_t some = 1;
    for (size_t left = 0, have; some > 0 && !stream->damaged; left = have % 8) { /* left of a word whose rest has not come */
        uint64_t part = *(uint64_t *)room;
        madvise(room, ROOM, MADV_DONTNEED);
        *(uint64_t *)room = part;
        usleep(PILE_UP_MICROSECONDS);
        if (apart)
            pthread_mutex_lock(&opening);
        some = checked("the rest of the stream", read(stream->server, room + left, ROOM - left));
        if (apart)
            pthread_mutex_unlock(&opening);
        have = left + some;
        check(stream, (uint64_t *)room, have / 8);
        memmove(room, room + have - have % 8, have % 8);
    }
    munmap(room, ROOM);
    stream->enough = 1;
    return NULL;
}

static struct sockaddr_in address(int host, uint16_t port) {
    return (struct sockaddr_in){AF_INET, htons(port), {htonl(INADDR_LOOPBACK + host)}, ""};
}

static int mptcp_socket(struct sockaddr_in at) {
    int fd = checked("IPPROTO_MPTCP", socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP));
    checked("bind", bind(fd, (struct sockaddr *)&at, sizeof at));
    return fd;
}

/* Connects, and exchanges a byte: only then a connection can be joined. Returns the token of the client's end. */
static uint32_t connect_both(struct stream *stream, int listener, struct sockaddr_in server) {
    struct mptcp_info info;
    struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
    char byte = 0;
    stream->client = mptcp_socket(address(1, 0));
    checked("connect", connect(stream->client, (struct sockaddr *)&server, sizeof server));
    stream->server = checked("accept", accept(listener, NULL, NULL));
    checked("SO_RCVTIMEO", setsockopt(stream->server, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience));
    checked("write", write(stream->client, &byte, 1));
    checked("read", read(stream->server, &byte, 1));
    checked("write", write(stream->server, &byte, 1));
    checked("read", read(stream->client, &byte, 1));
    checked("MPTCP_INFO", getsockopt(stream->client, SOL_MPTCP, MPTCP_INFO, &info, &(socklen_t){sizeof info}));
    return info.mptcpi_token;
}

static void join_and_leave(uint32_t token, uint8_t id, struct sockaddr_in server) {
    static unsigned joins;
    struct sockaddr_in from = address(1 + id, FIRST_LOCAL_PORT + joins++ % 40000);
    usleep(rand() % PILE_UP_MICROSECONDS); /* at any point of the reader's round */
    pthread_mutex_lock(&opening);
    int error = command(MPTCP_PM_CMD_SUBFLOW_CREATE, token, from, id, server);
    if (!error)
        await_joined(token);
    pthread_mutex_unlock(&opening);
    usleep(rand() % PILE_UP_MICROSECONDS);
    if (!error)
        command(MPTCP_PM_CMD_SUBFLOW_DESTROY, token, from, id, server);
}

static struct stream run(int listener, struct sockaddr_in server) {
    struct stream stream = {0};
    pthread_t writer, reader;
    uint32_t token = connect_both(&stream, listener, server);
    pthread_create(&writer, NULL, write_pattern, &stream);
    pthread_create(&reader, NULL, read_slowly, &stream);
    for (int i = 0; i < JOINS && !stream.enough; i++)
        join_and_leave(token, 1 + i % 4, server);
    stream.enough = 1;
    pthread_join(reader, NULL);
    close(stream.server);
    pthread_join(writer, NULL);
    close(stream.client);
    return stream;
}

int main(int count, char **words) {
    int streams = count == 3 ? atoi(words[1]) : 0, damaged = 0;
    struct sockaddr_in server = address(0, PORT);
    char first[100] = "";
    if (streams < 1) {
        fprintf(stderr, "usage: join_damage STREAMS together|apart\n");
        return 2;
    }
    apart = !strcmp(words[2], "apart");
    enter_new_namespace();
    open_path_manager();
    int listener = mptcp_socket(server);
    checked("listen", listen(listener, 1));
    for (int i = 1; i <= streams; i++) {
        struct stream stream = run(listener, server);
        if (stream.damaged && !damaged++)
            snprintf(first, sizeof first, ", first at byte %" PRIu64 " of stream %d", stream.right, i);
    }
    printf("%d of %d streams damaged%s\n", damaged, streams, first);
    return damaged > 0;
}
