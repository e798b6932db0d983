/*
 * A path manager for mptcpd that does what native/bench/manager.c does, and nothing else. mptcpd 0.12 has none for the
 * userspace path manager that does anything: its sspi opens no subflow.
 */
#include <stdbool.h> /* their headers want it first */

#include <arpa/inet.h>
#include <mptcpd/path_manager.h>
#include <mptcpd/plugin.h>
#include <netinet/in.h>
#include <stdlib.h>

#define LOCAL_ID 2

static struct sockaddr_in here = {.sin_family = AF_INET};

static void open_second(mptcpd_token_t token, struct sockaddr const *local, struct sockaddr const *peer,
    bool server_side, struct mptcpd_pm *pm) {
    (void)local;
    if (!server_side)
        mptcpd_pm_add_subflow(pm, token, LOCAL_ID, 0, (struct sockaddr *)&here, peer, false);
}

static struct mptcpd_plugin_ops const ops = {.connection_established = open_second};

static int begin(struct mptcpd_pm *pm) {
    const char *local = getenv("MPTCP4J_BENCH_LOCAL");
    (void)pm;
    if (!local || inet_pton(AF_INET, local, &here.sin_addr) != 1)
        return -1;
    return mptcpd_plugin_register_ops("bench", &ops) ? 0 : -1;
}

static void end(struct mptcpd_pm *pm) { (void)pm; }

MPTCPD_PLUGIN_DEFINE(bench, "Opens a second subflow", MPTCPD_PLUGIN_PRIORITY_HIGH, begin, end)
