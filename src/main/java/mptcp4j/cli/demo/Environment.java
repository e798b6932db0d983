package mptcp4j.cli.demo;

import java.time.ZonedDateTime;

/**
 * What the results depend on besides the settings.
 *
 * @param when the demo began
 * @param kernel its name and release
 * @param jdk the virtual machine and its version
 * @param backend the way to the C library
 * @param congestionControl of the sender
 * @param scheduler the kernel's MPTCP packet scheduler
 * @param processors how many the virtual machine may use
 * @param command the words on the command line
 */
public record Environment(
        ZonedDateTime when,
        String kernel,
        String jdk,
        String backend,
        String congestionControl,
        String scheduler,
        int processors,
        String command) {}
