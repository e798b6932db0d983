/*
 * What we call of libbpf, all of it in version 1.0 and later (libbpf.so.1).
 * Mirrors: tools/lib/bpf/{libbpf,bpf}.h. A function that returns a pointer returns NULL and sets errno when it fails, one that
 * returns an int -errno.
 */
#ifndef MPTCP4J_LIBBPF_H
#define MPTCP4J_LIBBPF_H

#include "types.h"

struct bpf_object;
struct bpf_program;
struct bpf_link;

/* The function is one with a va_list; with NULL nothing is printed. Returns the one before. */
void *libbpf_set_print(void *function);

/* The options may be NULL. The bytes are not needed after the call. */
struct bpf_object *bpf_object__open_mem(const void *elf, size_t size, const void *options);
int bpf_object__load(struct bpf_object *object);
void bpf_object__close(struct bpf_object *object);
int bpf_object__find_map_fd_by_name(const struct bpf_object *object, const char *name);
struct bpf_program *bpf_object__find_program_by_name(const struct bpf_object *object, const char *name);

/* The buffer must last until the object is loaded. */
int bpf_program__set_log_buf(struct bpf_program *program, char *buffer, size_t size);
struct bpf_link *bpf_program__attach_iter(const struct bpf_program *program, const void *options);
int bpf_link__fd(const struct bpf_link *link);
int bpf_link__destroy(struct bpf_link *link);

/* include/uapi/linux/bpf.h: whether the element is there already or not */
enum {
    BPF_ANY = 0,
};

/* System calls: a new descriptor, and 0. */
int bpf_iter_create(int link);
int bpf_map_update_elem(int map, const void *key, const void *value, __u64 flags);
int bpf_map_lookup_elem(int map, const void *key, void *value);

#endif
