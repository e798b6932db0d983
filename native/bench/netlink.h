/* Netlink as these programs need it: one request at a time, attributes in and out. Every failure ends the program. */
#ifndef MPTCP4J_BENCH_NETLINK_H
#define MPTCP4J_BENCH_NETLINK_H

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>

#include "answer.h"

/* The kernel makes the datagrams of a dump as large as the largest buffer that it saw, up to this. */
#define DATAGRAM 32768

struct netlink {
    int fd;
    uint32_t sequence;
    uint8_t answer[DATAGRAM] __attribute__((aligned(NLMSG_ALIGNTO)));
};

struct request {
    struct nlmsghdr header;
    uint8_t payload[512];
};

/* Visits one message of a dump. */
typedef void (*visit)(void *context, const struct nlmsghdr *message);

void netlink_open(struct netlink *netlink, int protocol);

/* Joins a group, and visits each message of the next datagram that the kernel sends to it. */
void netlink_join(struct netlink *netlink, uint32_t group);
void netlink_hear(struct netlink *netlink, visit visit, void *context);

/* Begins a request with room for a structure of the family's, zeroed, and returns that. */
void *begin(struct request *request, uint16_t type, uint16_t flags, size_t size);
void put(struct request *request, uint16_t type, const void *value, size_t size);
struct nlattr *begin_nest(struct request *request, uint16_t type);
void end_nest(struct request *request, struct nlattr *nest);

/* Sends a request, and returns the one message of the answer: an acknowledgement, if asked for, or what was asked. */
const struct nlmsghdr *ask(struct netlink *netlink, struct request *request);
/* The same, but returns NULL where the kernel refuses. */
const struct nlmsghdr *try(struct netlink *netlink, struct request *request);
void dump(struct netlink *netlink, struct request *request, visit visit, void *context);

/* The attributes from a place in a message, and from the start of another attribute. */
const struct nlattr *attributes(const struct nlmsghdr *message, size_t skip, size_t *left);
const struct nlattr *nested(const struct nlattr *attribute, size_t *left);
const struct nlattr *next(const struct nlattr *attribute, size_t *left);

static inline const void *value(const struct nlattr *attribute) { return attribute + 1; }
static inline size_t size_of(const struct nlattr *attribute) { return attribute->nla_len - sizeof *attribute; }
static inline uint16_t type_of(const struct nlattr *attribute) { return attribute->nla_type & NLA_TYPE_MASK; }
uint32_t u32(const struct nlattr *attribute);

#define EACH(attribute, first, left) \
    (const struct nlattr *attribute = (first); attribute; attribute = next(attribute, &(left)))

#endif
