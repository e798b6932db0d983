package mptcp4j.daemon;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/**
 * Tells callers of the broker, and what is theirs. The JDK has users and no numbers of users; two are equal where their numbers are. To
 * ask for one may take long, as where the machine's users are in a directory of the network: nothing here is for the thread that waits
 * for all. Not thread-safe.
 */
final class Callers {
    private static final long ROOT = 0;
    /** What the kernel says of a user whom the user namespace does not have ({@code overflowuid}). */
    private static final long UNKNOWN = 65534;

    private static final Path USERS_OF_NAMESPACE = Path.of("/proc/self/uid_map");
    private static final String ALL_USERS = "0 0 4294967295";
    private static final int MOST_KEPT = 1024;

    private final boolean knowsAll;
    private final Map<Long, Optional<UserPrincipal>> users = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Optional<UserPrincipal>> eldest) {
            return size() > MOST_KEPT;
        }
    };

    Callers() throws IOException {
        knowsAll = Files.readString(USERS_OF_NAMESPACE)
                .strip()
                .replaceAll("\\s+", " ")
                .equals(ALL_USERS);
    }

    /** @param administrators whether it came by their socket */
    Caller of(SocketChannel channel, boolean administrators) throws IOException {
        UserPrincipal user =
                channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return new Caller(user, administrators || is(user, ROOT));
    }

    /** Returns whether something of a user's is the caller's. Where that cannot be told, it is not. */
    boolean is(UserPrincipal caller, long uid) throws IOException {
        if (uid == UNKNOWN && !knowsAll) {
            return false;
        }
        Optional<UserPrincipal> user = users.get(uid);
        if (user == null) {
            user = user(uid);
            users.put(uid, user);
        }
        return user.isPresent() && user.get().equals(caller) && !hasNumberAsName(caller, uid);
    }

    private static Optional<UserPrincipal> user(long uid) throws IOException {
        try {
            return Optional.of(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(Long.toString(uid)));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * The JDK takes the text of a number for a name first, and an account may be called 1000 and have another number. A user without an
     * account is called by its number, too: then the number is what the JDK hashes.
     */
    private static boolean hasNumberAsName(UserPrincipal user, long uid) {
        return user.getName().equals(Long.toString(uid)) && user.hashCode() != (int) uid;
    }
}
