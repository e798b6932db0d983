package mptcp4j.daemon.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code fullmesh}: each path with each of the peer's addresses of the same IP version.
 *
 * @param metered whether metered paths are used, too
 */
public record FullMesh(boolean metered) implements Policy {
    @Override
    public Plan plan(View view) {
        if (Joining.isLeftAlone(view)) {
            return Plan.leaveAsIs();
        }
        List<Wish> wishes = new ArrayList<>();
        for (LocalPath path : Joining.paths(view, metered)) {
            view.peers().stream()
                    .filter(path::reaches)
                    .map(peer -> new Wish(path, peer, path.backup(), "each path with each address"))
                    .forEach(wishes::add);
        }
        return Plan.of(wishes, Plan.Others.KEEP);
    }

    /** {@code metered}: false by default. */
    public static final class Factory implements PolicyFactory {
        /** For {@link java.util.ServiceLoader}. */
        public Factory() {}

        @Override
        public String name() {
            return "fullmesh";
        }

        @Override
        public Policy create(PolicySettings settings) {
            return new FullMesh(settings.flag("metered", false));
        }
    }
}
