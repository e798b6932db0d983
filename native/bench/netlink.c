#include "netlink.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static void malformed(const char *what) {
    errno = EBADMSG;
    fail(what);
}

void netlink_open(struct netlink *netlink, int protocol) {
    const struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    const int one = 1;
    netlink->sequence = 0;
    netlink->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
    if (netlink->fd < 0 || connect(netlink->fd, (const struct sockaddr *)&kernel, sizeof kernel) < 0)
        fail("netlink socket");
    /* An acknowledgement without a copy of the request */
    setsockopt(netlink->fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof one);
}

void netlink_join(struct netlink *netlink, uint32_t group) {
    const struct timeval patience = {.tv_sec = 3};
    const int size = 8 << 20; /* nobody reads while the others have their turns */
    setsockopt(netlink->fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
    if (setsockopt(netlink->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) < 0 ||
        setsockopt(netlink->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) < 0)
        fail("join group");
}

void *begin(struct request *request, uint16_t type, uint16_t flags, size_t size) {
    request->header = (struct nlmsghdr){
        .nlmsg_len = NLMSG_HDRLEN + NLMSG_ALIGN(size), .nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | flags};
    return memset(request->payload, 0, NLMSG_ALIGN(size));
}

static struct nlattr *end_of(struct request *request) {
    return (struct nlattr *)((uint8_t *)request + request->header.nlmsg_len);
}

void put(struct request *request, uint16_t type, const void *value, size_t size) {
    struct nlattr *attribute = end_of(request);
    attribute->nla_type = type;
    attribute->nla_len = NLA_HDRLEN + size;
    memcpy(attribute + 1, value, size);
    memset((uint8_t *)(attribute + 1) + size, 0, NLA_ALIGN(size) - size);
    request->header.nlmsg_len += NLA_HDRLEN + NLA_ALIGN(size);
}

struct nlattr *begin_nest(struct request *request, uint16_t type) {
    struct nlattr *nest = end_of(request);
    nest->nla_type = type | NLA_F_NESTED;
    request->header.nlmsg_len += NLA_HDRLEN;
    return nest;
}

void end_nest(struct request *request, struct nlattr *nest) {
    nest->nla_len = (uint8_t *)end_of(request) - (uint8_t *)nest;
}

static void transmit(struct netlink *netlink, struct request *request) {
    request->header.nlmsg_seq = ++netlink->sequence;
    if (send(netlink->fd, request, request->header.nlmsg_len, 0) < 0)
        fail("send");
}

static size_t receive(struct netlink *netlink) {
    ssize_t size = recv(netlink->fd, netlink->answer, sizeof netlink->answer, MSG_TRUNC);
    if (size < 0)
        fail("recv");
    if ((size_t)size > sizeof netlink->answer)
        malformed("a datagram that is too large");
    return size;
}

static int is_error(const struct nlmsghdr *message) {
    const struct nlmsgerr *error = NLMSG_DATA(message);
    if (message->nlmsg_type != NLMSG_ERROR)
        return 0;
    if (message->nlmsg_len < NLMSG_LENGTH(sizeof error->error))
        malformed("acknowledgement");
    errno = -error->error;
    return errno != 0;
}

const struct nlmsghdr *try(struct netlink *netlink, struct request *request) {
    const struct nlmsghdr *answer = (const struct nlmsghdr *)netlink->answer;
    size_t size;
    transmit(netlink, request);
    size = receive(netlink);
    if (!NLMSG_OK(answer, size) || answer->nlmsg_seq != netlink->sequence)
        malformed("answer");
    return is_error(answer) ? NULL : answer;
}

const struct nlmsghdr *ask(struct netlink *netlink, struct request *request) {
    const struct nlmsghdr *answer = try(netlink, request);
    if (!answer)
        fail("the kernel refuses");
    return answer;
}

void dump(struct netlink *netlink, struct request *request, visit visit, void *context) {
    transmit(netlink, request);
    while (1) {
        size_t left = receive(netlink);
        const struct nlmsghdr *message = (const struct nlmsghdr *)netlink->answer;
        for (; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
            if (message->nlmsg_seq != netlink->sequence)
                malformed("answer");
            if (message->nlmsg_type == NLMSG_DONE)
                return;
            if (is_error(message))
                fail("the kernel refuses");
            visit(context, message);
        }
    }
}

void netlink_hear(struct netlink *netlink, visit visit, void *context) {
    size_t left = receive(netlink);
    const struct nlmsghdr *message = (const struct nlmsghdr *)netlink->answer;
    for (; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left))
        visit(context, message);
}

static const struct nlattr *checked(const void *at, size_t left) {
    const struct nlattr *attribute = at;
    if (left < sizeof *attribute)
        return NULL;
    if (attribute->nla_len < sizeof *attribute || attribute->nla_len > left)
        malformed("attribute");
    return attribute;
}

const struct nlattr *attributes(const struct nlmsghdr *message, size_t skip, size_t *left) {
    size_t before = NLMSG_HDRLEN + NLMSG_ALIGN(skip);
    if (message->nlmsg_len < before)
        malformed("message");
    *left = message->nlmsg_len - before;
    return checked((const uint8_t *)message + before, *left);
}

const struct nlattr *nested(const struct nlattr *attribute, size_t *left) {
    *left = size_of(attribute);
    return checked(value(attribute), *left);
}

const struct nlattr *next(const struct nlattr *attribute, size_t *left) {
    size_t size = NLA_ALIGN(attribute->nla_len);
    *left = *left > size ? *left - size : 0;
    return checked((const uint8_t *)attribute + size, *left);
}

uint32_t u32(const struct nlattr *attribute) {
    uint32_t number;
    if (size_of(attribute) != sizeof number)
        malformed("attribute of 32 bits");
    memcpy(&number, value(attribute), sizeof number);
    return number;
}
