/*
 * The rights that loading a program for BPF takes, as bits of CapEff in /proc/PID/status.
 * Mirrors: include/uapi/linux/capability.h. Kernels: 5.8 and later; before, CAP_SYS_ADMIN was all of them.
 */
#ifndef MPTCP4J_CAPABILITY_H
#define MPTCP4J_CAPABILITY_H

#define CAP_SYS_ADMIN 21
#define CAP_PERFMON 38
#define CAP_BPF 39

#endif
