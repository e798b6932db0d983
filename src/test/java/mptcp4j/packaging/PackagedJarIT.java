package mptcp4j.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import mptcp4j.linux.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Every other test of the same run is worth what this one says: on which JDK, with which backend, from the jar. */
class PackagedJarIT {
    private static final String FFM = "META-INF/versions/22/mptcp4j/linux/ffm/FfmLibc.class";

    @Test
    void runsOnTheExpectedJdkWithTheExpectedBackendFromTheJar() {
        String expected = System.getProperty("mptcp4j.expect.jdk");
        int feature = Runtime.version().feature();
        assertTrue(expected.equals("22+") ? feature >= 22 : feature == Integer.parseInt(expected), "JDK " + feature);
        assertEquals(Packages.backend(), Backends.name());
        assertTrue(Packages.ours().toString().endsWith(".jar"), Packages.ours()::toString);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "an older jar cannot read the classes of a newer Java")
    void theJarIsValid() {
        var printed = new StringWriter();
        var out = new PrintWriter(printed);
        int result = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(out, out, "--validate", "--file", Packages.ours().toString());
        assertEquals(0, result, printed::toString);
    }

    @Test
    void theClassesOfFfmAreOutOfSightBeforeJdk22() throws IOException {
        try (var jar = new JarFile(Packages.ours().toFile())) {
            assertNotNull(jar.getEntry(FFM));
            assertNull(jar.getEntry("mptcp4j/linux/ffm/FfmLibc.class"));
            assertTrue(jar.isMultiRelease());
        }
    }
}
