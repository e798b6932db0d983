/*
 * Prints facts about the ABI, one a line, for comparison: compiled once against headers/ (with -DOURS and -iquote headers)
 * and once against the headers of the system. What it prints is in the file named by FACTS, lines such as
 *
 *   SIZE(nlattr)                a structure: its bytes
 *   FIELD(nlattr, nla_len)      where a field lies, and how wide it is, in bits
 *   BITS(tcp_info, tcpi_snd_wscale)   the same of a bit-field, which has no offsetof
 *   CONSTANT(AF_INET)           a number, as unsigned 32 bits
 *   STRING(MPTCP_PM_NAME)
 *   SINCE(6, 5, ...)            any of these, for headers of at least that kernel
 *
 * The tests write that file from headers/, so nothing can be left out of it: see AbiFacts.java.
 */
#ifdef OURS
#include "linux_abi.h"
int printf(const char *format, ...);
#define AT_LEAST(major, minor) 1
#else
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/fib_rules.h>
#include <linux/genetlink.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/inet_diag.h>
#include <linux/mptcp.h>
#include <linux/netlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/socket.h>
#include <linux/tcp.h>
#include <linux/veth.h>
#include <linux/version.h>
#define AT_LEAST(major, minor) (LINUX_VERSION_CODE >= KERNEL_VERSION(major, minor, 0))
#endif

#define SIZE(type) printf("%s\t%lu bytes\n", #type, (unsigned long)sizeof(struct type));
#define FIELD(type, field) \
    print_field(#type "." #field, __builtin_offsetof(struct type, field) * 8, sizeof(((struct type *)0)->field) * 8);
#define BITS(type, field) \
    { \
        union { \
            struct type value; \
            unsigned char bytes[sizeof(struct type)]; \
        } all = {.bytes = {0}}; \
        all.value.field--; \
        print_bits(#type "." #field, all.bytes, sizeof all); \
    }
#define CONSTANT(name) printf("%s\t%u\n", #name, (unsigned)(name));
#define STRING(name) printf("%s\t\"%s\"\n", #name, name);

static inline void print_field(const char *name, unsigned long offset, unsigned long bits) {
    printf("%s\tbit %lu, %lu wide\n", name, offset, bits);
}

static inline void print_bits(const char *name, const unsigned char *bytes, unsigned long size) {
    unsigned long first = 8 * size;
    unsigned long count = 0;
    for (unsigned long bit = 0; bit < 8 * size; bit++) {
        if (bytes[bit / 8] >> bit % 8 & 1) {
            first = count == 0 ? bit : first;
            count++;
        }
    }
    print_field(name, first, count);
}

int main(void) {
#include FACTS
    return 0;
}
