package mptcp4j.cli.demo;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Counts bytes, and digests them where that is wanted: at 10 Gbit/s a digest would be the bottleneck. Not thread-safe. */
final class Digest {
    private final @Nullable MessageDigest sha256;
    private long bytes;

    Digest(boolean wanted) {
        sha256 = wanted ? sha256() : null;
    }

    /** Takes what is between position and limit, and moves neither. */
    void update(ByteBuffer data) {
        bytes += data.remaining();
        if (sha256 != null) {
            sha256.update(data.duplicate());
        }
    }

    long bytes() {
        return bytes;
    }

    /** Ends it. */
    Payload payload() {
        return new Payload(bytes, sha256 == null ? "" : HexFormat.of().formatHex(sha256.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
