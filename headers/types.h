/*
 * The widths that the kernel's ABI is written in, for the 64-bit little-endian and big-endian Linux that the JDK runs on.
 * Mirrors: include/uapi/asm-generic/int-ll64.h, include/uapi/asm-generic/posix_types.h, include/uapi/linux/types.h.
 * Kernels: all. A __be type holds network byte order.
 */
#ifndef MPTCP4J_TYPES_H
#define MPTCP4J_TYPES_H

typedef signed char __s8;
typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16;
typedef int __s32;
typedef unsigned int __u32;
typedef long long __s64;
typedef unsigned long long __u64;
typedef __u16 __be16;
typedef __u32 __be32;

typedef unsigned long size_t;
typedef long ssize_t;
typedef unsigned int socklen_t;
typedef unsigned long nfds_t;
typedef unsigned short sa_family_t;

#endif
