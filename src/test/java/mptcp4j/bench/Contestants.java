package mptcp4j.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.linux.Backends;

/** C, which is the yardstick, Java with FFM, and Java with JNA. */
final class Contestants implements Closeable {
    static final String C = "C";
    static final String FFM = "FFM";
    static final String JNA = "JNA";

    private final List<Contestant> all = new ArrayList<>();

    private Contestants() {}

    /**
     * Starts them in the network namespace of the calling thread.
     *
     * @param yardstick the program of {@code native/bench}
     */
    static Contestants start(Path yardstick) throws IOException {
        var contestants = new Contestants();
        contestants.all.add(Contestant.start(C, c(yardstick)));
        contestants.all.add(Contestant.start(FFM, java("ffm")));
        contestants.all.add(Contestant.start(JNA, java("jna")));
        return contestants;
    }

    static List<String> c(Path yardstick) {
        return List.of(yardstick.toAbsolutePath().toString());
    }

    private static List<String> java(String backend) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-D" + Backends.PROPERTY + "=" + backend,
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName());
    }

    List<Contestant> all() {
        return all;
    }

    @Override
    public void close() throws IOException {
        for (Contestant contestant : all) {
            contestant.close();
        }
    }
}
