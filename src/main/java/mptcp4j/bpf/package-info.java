/**
 * Options of one live subflow, for which the kernel has no call: a program for BPF ({@code native/subflow_option.bpf.c}) that
 * an iterator over TCP sockets runs on each of them.
 */
@NullMarked
package mptcp4j.bpf;

import org.jspecify.annotations.NullMarked;
