package mptcp4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void everyConstantKnowsItsOwnName() throws IllegalAccessException {
        for (Field field : Errno.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                assertEquals(field.getName(), ((Errno) field.get(null)).symbol());
            }
        }
    }

    @Test
    void aNumberWithoutANameIsShown() {
        assertEquals("errno 4000", new Errno(4000).toString());
        assertEquals("errno 4000", new Errno(4000).meaning());
    }

    @Test
    void refusesWhatTheKernelNeverReturns() {
        assertThrows(IllegalArgumentException.class, () -> new Errno(0));
        assertThrows(IllegalArgumentException.class, () -> new Errno(4096));
    }
}
