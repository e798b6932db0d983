package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();
    private final List<String> begun = new ArrayList<>();

    private void begin(Caller caller, String what) {
        turns.begin(caller, () -> begun.add(what));
    }

    private static Caller caller(String name, boolean administrator) {
        UserPrincipal user = () -> name;
        return new Caller(user, administrator);
    }

    @Test
    void aUserWaitsForItselfAndNobodyElse() {
        Caller one = caller("one", false);
        Caller other = caller("other", false);
        Caller root = caller("root", true);
        for (int i = 1; i <= Turns.AT_ONCE + 2; i++) {
            begin(one, "one " + i);
            begin(root, "root " + i);
        }
        begin(other, "other");
        assertEquals(List.of("one 1", "root 1", "one 2", "root 2", "root 3", "root 4", "other"), begun);
        begun.clear();
        turns.end(other);
        turns.end(root);
        turns.end(one);
        turns.end(one);
        assertEquals(List.of("one 3", "one 4"), begun);
        begun.clear();
        turns.end(one);
        turns.end(one);
        begin(one, "again");
        assertEquals(List.of("again"), begun);
    }
}
