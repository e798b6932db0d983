package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsTest {
    @Test
    void takesTheOneThatIsForced() {
        Backends.Choice choice = Backends.choose("jna");
        assertEquals("jna", choice.name());
    }

    @Test
    void namesTheAllowedOnesWhenAnotherIsForced() {
        var refused = assertThrows(IllegalArgumentException.class, () -> Backends.choose("jni"));
        assertEquals("-Dmptcp4j.backend must be one of [ffm, jna]: jni", refused.getMessage());
    }

    @Test
    void keepsEachReasonWhenNoneCanBeLoaded() throws Exception {
        try (var withoutBackends = new Without("mptcp4j.linux.ffm.", "mptcp4j.linux.jna.")) {
            Method chosen = withoutBackends.loadClass("mptcp4j.linux.Backends").getDeclaredMethod("chosen");
            chosen.setAccessible(true);
            for (int i = 0; i < 2; i++) { // the reasons are there at every call, not only at the first
                Throwable none = assertThrows(InvocationTargetException.class, () -> chosen.invoke(null))
                        .getCause();
                assertEquals(UnsatisfiedLinkError.class, none.getClass());
                assertTrue(none.getMessage().contains("--enable-native-access"), none.getMessage());
                assertEquals(missing(), reasons(none));
            }
        }
    }

    private static List<String> missing() {
        List<String> all = List.of("mptcp4j.linux.ffm.FfmLibc", "mptcp4j.linux.jna.JnaLibc");
        String forced = System.getProperty(Backends.PROPERTY, "");
        return all.stream().filter(name -> name.contains(forced)).toList();
    }

    private static List<String> reasons(Throwable none) {
        return Arrays.stream(none.getSuppressed()).map(Throwable::getMessage).toList();
    }

    /** Loads our classes anew, as if some of them were not in the jar. */
    private static final class Without extends URLClassLoader {
        private final String[] missing;

        Without(String... missing) throws IOException {
            super(new URL[] {}, BackendsTest.class.getClassLoader());
            this.missing = missing;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (Arrays.stream(missing).anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("mptcp4j.linux.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
