package mptcp4j.daemon;

import java.nio.file.attribute.UserPrincipal;

/**
 * Who asks the broker.
 *
 * @param user as the kernel had it when the connection to the broker was made ({@code SO_PEERCRED})
 * @param administrator whether it may act on everything: root, or who came by the socket of the administrators
 */
record Caller(UserPrincipal user, boolean administrator) {}
