package mptcp4j.linux.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table {@code headers/abi.since}: what came when, and what not everybody tells of. */
final class History {
    static final Path FILE = Headers.DIRECTORY.resolve("abi.since");

    private static final Set<String> MARKS = Set.of("internal", "module", "grows");

    private final Map<String, Kernel> since = new HashMap<>();
    private final Map<String, Set<String>> marked = new HashMap<>();

    private History() {}

    static History read() throws IOException {
        var history = new History();
        for (String line : Files.readAllLines(FILE)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                history.add(List.of(line.strip().split("\\s+")));
            }
        }
        return history;
    }

    private void add(List<String> words) {
        String when = words.get(0);
        List<String> names = words.subList(1, words.size());
        if (MARKS.contains(when)) {
            marked.computeIfAbsent(when, mark -> new TreeSet<>()).addAll(names);
        } else {
            names.forEach(name -> since.put(name, Kernel.parse(when)));
        }
    }

    /** The first kernel with it: of a field not named, that of its structure; at the latest 5.16. */
    Kernel since(Declared declared) {
        Kernel ofStruct = declared.isField() ? since.getOrDefault(declared.struct(), Kernel.OLDEST) : Kernel.OLDEST;
        return since.getOrDefault(declared.name(), ofStruct);
    }

    /** In no UAPI header. */
    boolean internal(Declared declared) {
        return is("internal", declared);
    }

    /** Maybe not in this kernel. */
    boolean module(Declared declared) {
        return is("module", declared) || (declared.isField() && marked("module").contains(declared.struct()));
    }

    /** Of another size in another version. */
    boolean grows(Declared declared) {
        return is("grows", declared);
    }

    /** All names in the table. */
    List<String> names() {
        List<String> names = new ArrayList<>(since.keySet());
        marked.values().forEach(names::addAll);
        return names;
    }

    private boolean is(String mark, Declared declared) {
        return marked(mark).contains(declared.name());
    }

    private Set<String> marked(String mark) {
        return marked.getOrDefault(mark, Set.of());
    }
}
