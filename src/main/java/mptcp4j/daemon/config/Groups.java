package mptcp4j.daemon.config;

import java.io.IOException;
import java.nio.file.FileSystems;

/** The groups of this machine, wherever it has them from. */
final class Groups {
    private Groups() {}

    static boolean has(String name) {
        try {
            return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(name) != null;
        } catch (IOException e) {
            return false; // there is none, or nobody can tell
        }
    }
}
