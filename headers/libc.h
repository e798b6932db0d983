/*
 * The calls that cross from Java to C, and the numbers that go with them.
 * Mirrors: POSIX.1-2024 and the GNU and musl C libraries for the calls; include/uapi/linux/{in,in6,socket,fcntl,poll,sched}.h,
 * include/uapi/asm-generic/{socket,fcntl,poll}.h, include/uapi/linux/eventfd.h and include/linux/socket.h for the numbers.
 * Kernels: all that have MPTCP. The numbers are those of x86-64, arm64, riscv64, ppc64 and s390x.
 */
#ifndef MPTCP4J_LIBC_H
#define MPTCP4J_LIBC_H

#include "types.h"

#define AF_UNSPEC 0
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define AF_NETLINK 16

#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define SOCK_NONBLOCK 04000
#define SOCK_CLOEXEC 02000000

enum {
    IPPROTO_IP = 0,
    IPPROTO_TCP = 6,
    IPPROTO_UDP = 17,
    IPPROTO_IPV6 = 41,
};

#define SOL_SOCKET 1
#define SO_REUSEADDR 2
#define SO_TYPE 3
#define SO_ERROR 4
#define SO_SNDBUF 7
#define SO_RCVBUF 8
#define SO_KEEPALIVE 9
#define SO_OOBINLINE 10
#define SO_PRIORITY 12
#define SO_LINGER 13
#define SO_REUSEPORT 15
#define SO_BINDTODEVICE 25
#define SO_ACCEPTCONN 30
#define SO_RCVBUFFORCE 33
#define SO_MARK 36
#define SO_PROTOCOL 38
#define SO_DOMAIN 39
#define SO_MAX_PACING_RATE 47
#define SO_COOKIE 57
#define SO_NETNS_COOKIE 71
#define SO_BUF_LOCK 72

/* SO_BUF_LOCK */
#define SOCK_SNDBUF_LOCK 1
#define SOCK_RCVBUF_LOCK 2

/* SO_BINDTODEVICE, include/uapi/linux/if.h */
#define IFNAMSIZ 16

#define SOL_IP 0
#define IP_TOS 1

#define SOL_IPV6 41
#define IPV6_V6ONLY 26
#define IPV6_TCLASS 67

#define MSG_PEEK 0x2
#define MSG_TRUNC 0x20
#define MSG_DONTWAIT 0x40
#define MSG_NOSIGNAL 0x4000

#define F_DUPFD 0
#define F_GETFD 1
#define F_SETFD 2
#define F_GETFL 3
#define F_SETFL 4
#define F_DUPFD_CLOEXEC 1030
#define FD_CLOEXEC 1

#define O_RDONLY 0
#define O_WRONLY 01
#define O_RDWR 02
#define O_NONBLOCK 04000
#define O_CLOEXEC 02000000

#define POLLIN 0x1
#define POLLOUT 0x4
#define POLLERR 0x8
#define POLLHUP 0x10
#define POLLNVAL 0x20

#define EFD_NONBLOCK 04000
#define EFD_CLOEXEC 02000000

#define CLONE_NEWNS 0x00020000
#define CLONE_NEWUSER 0x10000000
#define CLONE_NEWNET 0x40000000

struct sockaddr;

struct in_addr {
    __be32 s_addr;
};

struct in6_addr {
    __u8 __bytes[16];
};

/* include/uapi/linux/in.h */
struct sockaddr_in {
    sa_family_t sin_family;
    __be16 sin_port;
    struct in_addr sin_addr;
    __u8 __pad[8];
};

/* include/uapi/linux/in6.h */
struct sockaddr_in6 {
    sa_family_t sin6_family;
    __be16 sin6_port;
    __be32 sin6_flowinfo;
    struct in6_addr sin6_addr;
    __u32 sin6_scope_id;
};

/* include/uapi/linux/socket.h; room for any address, struct sockaddr_storage to the C library */
struct __kernel_sockaddr_storage {
    sa_family_t ss_family;
    char __data[126];
} __attribute__((aligned(8)));

struct pollfd {
    int fd;
    short events;
    short revents;
};

int socket(int domain, int type, int protocol);
int bind(int fd, const struct sockaddr *address, socklen_t length);
int connect(int fd, const struct sockaddr *address, socklen_t length);
int getsockname(int fd, struct sockaddr *address, socklen_t *length);
int getpeername(int fd, struct sockaddr *address, socklen_t *length);
int getsockopt(int fd, int level, int option, void *value, socklen_t *length);
int setsockopt(int fd, int level, int option, const void *value, socklen_t length);
ssize_t send(int fd, const void *data, size_t length, int flags);
ssize_t recv(int fd, void *data, size_t length, int flags);
int eventfd(int value, int flags);
ssize_t read(int fd, void *data, size_t length);
ssize_t write(int fd, const void *data, size_t length);
int poll(struct pollfd *fds, nfds_t count, int timeout_ms);
int open(const char *path, int flags, ...);
int close(int fd);
int dup3(int from, int to, int flags);
int fcntl(int fd, int command, ...);
int unshare(int flags);
int setns(int fd, int type);

#endif
