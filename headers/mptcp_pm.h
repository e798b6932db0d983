/*
 * The path manager's generic netlink family: commands, attributes, events.
 * Mirrors: include/uapi/linux/mptcp_pm.h (up to 6.6: include/uapi/linux/mptcp.h) and Documentation/netlink/specs/mptcp_pm.yaml.
 * Kernels: 5.16 to 7.3; abi.since tells which number came when. Byte order is the host's unless said otherwise.
 */
#ifndef MPTCP4J_MPTCP_PM_H
#define MPTCP4J_MPTCP_PM_H

#define MPTCP_PM_NAME "mptcp_pm"
#define MPTCP_PM_EV_GRP_NAME "mptcp_pm_events"
#define MPTCP_PM_VER 1

enum {
    MPTCP_PM_CMD_ADD_ADDR = 1,
    MPTCP_PM_CMD_DEL_ADDR = 2,
    MPTCP_PM_CMD_GET_ADDR = 3,
    MPTCP_PM_CMD_FLUSH_ADDRS = 4,
    MPTCP_PM_CMD_SET_LIMITS = 5,
    MPTCP_PM_CMD_GET_LIMITS = 6,
    MPTCP_PM_CMD_SET_FLAGS = 7,
    MPTCP_PM_CMD_ANNOUNCE = 8,
    MPTCP_PM_CMD_REMOVE = 9,
    MPTCP_PM_CMD_SUBFLOW_CREATE = 10,
    MPTCP_PM_CMD_SUBFLOW_DESTROY = 11,
};

enum {
    MPTCP_PM_ATTR_ADDR = 1,          /* nest of MPTCP_PM_ADDR_ATTR_* */
    MPTCP_PM_ATTR_RCV_ADD_ADDRS = 2, /* u32 */
    MPTCP_PM_ATTR_SUBFLOWS = 3,      /* u32 */
    MPTCP_PM_ATTR_TOKEN = 4,         /* u32 */
    MPTCP_PM_ATTR_LOC_ID = 5,        /* u8 */
    MPTCP_PM_ATTR_ADDR_REMOTE = 6,   /* nest of MPTCP_PM_ADDR_ATTR_* */
};

enum {
    MPTCP_PM_ADDR_ATTR_FAMILY = 1, /* u16 */
    MPTCP_PM_ADDR_ATTR_ID = 2,     /* u8 */
    MPTCP_PM_ADDR_ATTR_ADDR4 = 3,  /* 4 bytes */
    MPTCP_PM_ADDR_ATTR_ADDR6 = 4,  /* 16 bytes */
    MPTCP_PM_ADDR_ATTR_PORT = 5,   /* u16, host order */
    MPTCP_PM_ADDR_ATTR_FLAGS = 6,  /* u32 */
    MPTCP_PM_ADDR_ATTR_IF_IDX = 7, /* s32 */
};

#define MPTCP_PM_ADDR_FLAG_SIGNAL 0x01
#define MPTCP_PM_ADDR_FLAG_SUBFLOW 0x02
#define MPTCP_PM_ADDR_FLAG_BACKUP 0x04
#define MPTCP_PM_ADDR_FLAG_FULLMESH 0x08
#define MPTCP_PM_ADDR_FLAG_IMPLICIT 0x10
#define MPTCP_PM_ADDR_FLAG_LAMINAR 0x20

enum mptcp_event_type {
    MPTCP_EVENT_CREATED = 1,
    MPTCP_EVENT_ESTABLISHED = 2,
    MPTCP_EVENT_CLOSED = 3,
    MPTCP_EVENT_ANNOUNCED = 6,
    MPTCP_EVENT_REMOVED = 7,
    MPTCP_EVENT_SUB_ESTABLISHED = 10,
    MPTCP_EVENT_SUB_CLOSED = 11,
    MPTCP_EVENT_SUB_PRIORITY = 13,
    MPTCP_EVENT_LISTENER_CREATED = 15,
    MPTCP_EVENT_LISTENER_CLOSED = 16,
};

enum mptcp_event_attr {
    MPTCP_ATTR_TOKEN = 1,         /* u32 */
    MPTCP_ATTR_FAMILY = 2,        /* u16 */
    MPTCP_ATTR_LOC_ID = 3,        /* u8 */
    MPTCP_ATTR_REM_ID = 4,        /* u8 */
    MPTCP_ATTR_SADDR4 = 5,        /* 4 bytes */
    MPTCP_ATTR_SADDR6 = 6,        /* 16 bytes */
    MPTCP_ATTR_DADDR4 = 7,        /* 4 bytes */
    MPTCP_ATTR_DADDR6 = 8,        /* 16 bytes */
    MPTCP_ATTR_SPORT = 9,         /* u16, network order */
    MPTCP_ATTR_DPORT = 10,        /* u16, network order */
    MPTCP_ATTR_BACKUP = 11,       /* u8 */
    MPTCP_ATTR_ERROR = 12,        /* u8 */
    MPTCP_ATTR_FLAGS = 13,        /* u16 */
    MPTCP_ATTR_TIMEOUT = 14,      /* u32 */
    MPTCP_ATTR_IF_IDX = 15,       /* s32 */
    MPTCP_ATTR_RESET_REASON = 16, /* u32 */
    MPTCP_ATTR_RESET_FLAGS = 17,  /* u32 */
    MPTCP_ATTR_SERVER_SIDE = 18,  /* u8 */
};

/* MPTCP_ATTR_FLAGS */
#define MPTCP_PM_EV_FLAG_DENY_JOIN_ID0 0x1
#define MPTCP_PM_EV_FLAG_SERVER_SIDE 0x2

#endif
