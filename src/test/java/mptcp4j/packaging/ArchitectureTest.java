package mptcp4j.packaging;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The layers, and what belongs into one of them alone. Reads all class files, those for JDK 22 too. */
class ArchitectureTest {
    /** Who may use whom, below {@code mptcp4j}; everyone may use {@code mptcp4j} itself. */
    private static final Map<String, Set<String>> LAYERS = Map.ofEntries(
            Map.entry("linux", Set.of()),
            Map.entry("linux.ffm", Set.of("linux", "linux.ffm.abi")),
            Map.entry("linux.ffm.abi", Set.of()),
            Map.entry("linux.jna", Set.of("linux")),
            Map.entry("bpf", Set.of("linux")),
            Map.entry("netlink", Set.of("linux")),
            Map.entry("netlink.generic", Set.of("linux", "netlink")),
            Map.entry("pm", Set.of("linux", "netlink", "netlink.generic")),
            Map.entry("route", Set.of("linux", "netlink")),
            Map.entry("diag", Set.of("linux", "netlink")),
            Map.entry("socket", Set.of("linux", "bpf", "broker", "diag", "pm", "route")),
            Map.entry("lab", Set.of("linux", "netlink", "pm", "route")),
            Map.entry("daemon.policy", Set.of()),
            Map.entry("daemon.config", Set.of("linux", "daemon.policy", "route")),
            Map.entry("daemon.paths", Set.of("linux", "daemon.policy", "daemon.config", "route", "pm")),
            Map.entry("broker", Set.of("linux", "pm", "diag")),
            Map.entry(
                    "daemon",
                    Set.of(
                            "linux",
                            "netlink",
                            "pm",
                            "route",
                            "diag",
                            "broker",
                            "socket",
                            "daemon.policy",
                            "daemon.config",
                            "daemon.paths",
                            "daemon.metrics")),
            Map.entry("daemon.systemd", Set.of("linux")),
            Map.entry("daemon.metrics", Set.of("linux", "diag")),
            Map.entry("cli.demo", Set.of("linux", "pm", "socket", "lab")),
            Map.entry("cli.doctor", Set.of("linux", "daemon", "daemon.paths", "pm", "route", "diag", "socket")),
            Map.entry("cli.report", Set.of("cli.demo")),
            Map.entry("cli.words", Set.of("linux")),
            Map.entry(
                    "cli",
                    Set.of(
                            "cli.demo",
                            "cli.doctor",
                            "cli.report",
                            "cli.words",
                            "broker",
                            "daemon",
                            "daemon.config",
                            "daemon.policy",
                            "daemon.systemd",
                            "diag",
                            "linux",
                            "pm",
                            "route",
                            "socket",
                            "lab")));

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Packages.ours());

    @Test
    void seesTheClassesOfEveryVersion() {
        assertTrue(CLASSES.contain("mptcp4j.linux.ffm.FfmLibc"));
        assertTrue(CLASSES.contain("mptcp4j.linux.jna.JnaLibc"));
    }

    @Test
    void eachLayerUsesThoseBelowIt() {
        Set<String> wrong = new TreeSet<>();
        for (var type : CLASSES) {
            for (var dependency : type.getDirectDependenciesFromSelf()) {
                String from = layer(type.getPackageName());
                String to =
                        layer(dependency.getTargetClass().getBaseComponentType().getPackageName());
                if (!mayUse(from, to)) {
                    wrong.add(dependency.getDescription());
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    private static boolean mayUse(String from, String to) {
        return to.isEmpty()
                || from.equals(to)
                || LAYERS.getOrDefault(from, Set.of()).contains(to);
    }

    /** The name below {@code mptcp4j}, empty for that itself and for all that is not ours. */
    private static String layer(String packageName) {
        return packageName.startsWith("mptcp4j.") ? packageName.substring("mptcp4j.".length()) : "";
    }

    @Test
    void noLayersUseEachOther() {
        slices().matching("mptcp4j.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyABackendCallsC() {
        noClasses()
                .that()
                .resideOutsideOfPackage("mptcp4j.linux.ffm..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("mptcp4j.linux.jna")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrintsAndExits() {
        var others = noClasses().that().resideOutsideOfPackages("mptcp4j.cli..", "mptcp4j.linux.ffm.abi");
        others.should(ACCESS_STANDARD_STREAMS).check(CLASSES);
        others.should().callMethod(System.class, "exit", int.class).check(CLASSES);
    }

    @Test
    void logsByTheJdkOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..")
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatMayBeNull() {
        var unmarked = CLASSES.stream()
                .map(JavaClass::getPackage)
                .filter(its -> !its.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .collect(toSet());
        assertEquals(Set.of("mptcp4j.linux.ffm.abi"), unmarked, "jextract's output says nothing of it");
    }

    @Test
    void whatIsExportedShowsNothingElse() throws IOException {
        DescribedPredicate<JavaClass> exported = resideInAnyPackage(exportedPackages());
        DescribedPredicate<JavaClass> hidden = not(exported).and(resideInAPackage("mptcp4j.."));
        Set<String> wrong = new TreeSet<>();
        for (var type : CLASSES) {
            for (var member : type.getMembers()) {
                if (isVisible(type.getModifiers(), member.getModifiers()) && exported.test(type)) {
                    member.getAllInvolvedRawTypes().stream()
                            .filter(hidden)
                            .forEach(shown -> wrong.add(member.getFullName() + " shows " + shown.getName()));
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    private static String[] exportedPackages() throws IOException {
        try (var in = Files.newInputStream(Packages.ours().resolve("module-info.class"))) {
            return ModuleDescriptor.read(in).exports().stream()
                    .map(ModuleDescriptor.Exports::source)
                    .toArray(String[]::new);
        }
    }

    private static boolean isVisible(Set<JavaModifier> ofType, Set<JavaModifier> ofMember) {
        return ofType.contains(PUBLIC) && (ofMember.contains(PUBLIC) || ofMember.contains(PROTECTED));
    }
}
