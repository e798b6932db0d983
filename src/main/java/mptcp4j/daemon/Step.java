package mptcp4j.daemon;

import java.time.Duration;
import mptcp4j.daemon.policy.Announcement;
import mptcp4j.daemon.policy.Wish;

/** Something to do about one connection, and why. */
sealed interface Step {
    /** One line for people. */
    String why();

    /** @param backup whether as backup, which the engine may want though the policy does not */
    record Create(Wish wish, boolean backup) implements Step {
        @Override
        public String why() {
            return wish.why();
        }
    }

    /** @param tellPeer whether its address is gone, so that the peer should close its end, which hears nothing else of it */
    record Close(Ends ends, boolean tellPeer, String why) implements Step {}

    /** @param backup what it should be */
    record Prioritise(Ends ends, boolean backup, String why) implements Step {}

    record Announce(Announcement announcement) implements Step {
        @Override
        public String why() {
            return announcement.why();
        }
    }

    record Withdraw(Announcement announcement, String why) implements Step {}

    /** To look at it again, as something has to wait. */
    record Later(Duration delay, String why) implements Step {}
}
