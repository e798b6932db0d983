package mptcp4j.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mptcp4j.lab.Lab;
import org.jspecify.annotations.Nullable;

/**
 * One of those who can give each connection of a host a second subflow, from the host's second address.
 *
 * @param name in tables
 * @param start starts it at the client of a laboratory; null for the kernel's own path manager, which is there
 */
record Rival(String name, @Nullable Start start) {
    static final String MPTCPD = "mptcpd";
    static final String C = "C";
    static final String OURS = "mptcp4j";
    static final String KERNEL = "kernel";

    /** Debian's, with the plugin of {@code native/bench/mptcpd}: none of its own opens a subflow. */
    static Rival mptcpd(Path plugins) {
        List<String> command = List.of(
                "/usr/libexec/mptcpd",
                "--plugin-dir=" + plugins.toAbsolutePath(),
                "--path-manager=bench",
                "--load-plugins=bench",
                "--log=null");
        return new Rival(MPTCPD, lab -> process(lab, command, Map.of("MPTCP4J_BENCH_LOCAL", second(lab))));
    }

    /** {@code native/bench/manager.c}. */
    static Rival c(Path yardstick) {
        return new Rival(C, lab -> {
            Process process = process(lab, Contestants.c(yardstick), Map.of());
            process.getOutputStream().write(("manage " + second(lab) + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            return process;
        });
    }

    /**
     * The daemon, as a user starts it.
     *
     * @param backup whether the second link is a backup
     */
    static Rival ours(Path launcher, boolean backup) throws IOException {
        Path directory = Files.createTempDirectory("mptcp4j-bench");
        directory.toFile().deleteOnExit();
        Path file = directory.resolve("daemon.toml");
        file.toFile().deleteOnExit();
        Files.writeString(file, configuration(backup, directory));
        List<String> command = List.of(launcher.toAbsolutePath().toString(), "daemon", "--config", file.toString());
        return new Rival(OURS, lab -> process(lab, command, Map.of()));
    }

    /** By default it takes no veth, as those mostly lead to containers. */
    private static String configuration(boolean backup, Path directory) {
        return """
                [[interface]]
                name = "c1"
                backup = %s
                use = true
                [[interface]]
                name = "c*"
                use = true
                [default]
                policy = "aggregate"
                [broker]
                socket = "%s/daemon.sock"
                """.formatted(backup, directory);
    }

    static Rival kernel() {
        return new Rival(KERNEL, null);
    }

    private static Process process(Lab lab, List<String> command, Map<String, String> environment) throws IOException {
        var builder =
                new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.INHERIT);
        builder.environment().putAll(environment);
        return lab.client().call(builder::start);
    }

    private static String second(Lab lab) {
        return lab.client().address(1).getHostAddress();
    }

    /** Starts one. */
    @FunctionalInterface
    interface Start {
        Process at(Lab lab) throws IOException;
    }
}
