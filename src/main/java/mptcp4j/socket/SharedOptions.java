package mptcp4j.socket;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;
import mptcp4j.bpf.LiveOptions;
import org.jspecify.annotations.Nullable;

/**
 * The program for BPF, which belongs to no network namespace: one for all connections, in the kernel while one of them can reach
 * this.
 */
final class SharedOptions {
    private static final AtomicReference<@Nullable WeakReference<SharedOptions>> THE_ONE = new AtomicReference<>();

    private final LiveOptions live;

    private SharedOptions(LiveOptions live) {
        this.live = live;
        Doors.closeWhenUnreachable(this, live::close);
    }

    /** @throws mptcp4j.LinuxException as {@link LiveOptions#open} */
    static SharedOptions get() throws IOException {
        synchronized (THE_ONE) {
            WeakReference<SharedOptions> known = THE_ONE.get();
            SharedOptions there = known == null ? null : known.get();
            if (there == null) {
                there = new SharedOptions(LiveOptions.open());
                THE_ONE.set(new WeakReference<>(there));
            }
            return there;
        }
    }

    LiveOptions live() {
        return live;
    }
}
