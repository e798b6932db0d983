/* All doors at once: what scripts/jextract reads. */
#include "errno.h"
#include "libc.h"
#include "mptcp.h"
#include "mptcp_pm.h"
#include "netlink.h"
#include "rtnetlink.h"
#include "sock_diag.h"
#include "tcp.h"
