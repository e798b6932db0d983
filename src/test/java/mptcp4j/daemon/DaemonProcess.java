package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mptcp4j.cli.Main;
import mptcp4j.linux.Backends;

/** The daemon as a process of its own, which can be stopped and killed. */
final class DaemonProcess implements Closeable {
    private static final int PATIENCE_SECONDS = 10;

    private final Process process;

    private DaemonProcess(Process process) {
        this.process = process;
    }

    /** Starts it at the client. It is at work some time after. */
    static DaemonProcess start(ManagedHosts hosts, Path directory, String toml) throws IOException {
        return start(hosts, directory, toml, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    /** @param options for {@code java} */
    static DaemonProcess start(ManagedHosts hosts, Path directory, String toml, List<String> options)
            throws IOException {
        Path file = directory.resolve("daemon.toml");
        String broker = "[broker]\nsocket = \"" + directory.resolve("daemon.sock") + "\"\n";
        Files.writeString(file, toml + broker + ManagedHosts.LINKS);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        String backend = System.getProperty(Backends.PROPERTY);
        if (backend != null) {
            command.add("-D" + Backends.PROPERTY + "=" + backend);
        }
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "daemon",
                "--config",
                file.toString()));
        Process process = hosts.client()
                .call(() -> new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .start());
        return hosts.keep(new DaemonProcess(process));
    }

    /** Sends it a signal by its name, such as {@code STOP}. */
    void signal(String name) throws Exception {
        int result = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (result != 0) {
            throw new IOException("kill -" + name + " " + process.pid() + ": " + result);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it without a chance to do anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
