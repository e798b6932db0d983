package mptcp4j.linux.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges a kernel's types by its version: what it is old enough to lack may be missing, but what it has must be where we
 * say. A kernel newer than the table may have more.
 */
final class KernelCheck {
    private final Kernel version;
    private final Btf kernel;
    private final History history;
    private final Map<String, String> ours;

    KernelCheck(Kernel version, Btf kernel, History history, Map<String, String> ours) {
        this.version = version;
        this.kernel = kernel;
        this.history = history;
        this.ours = ours;
    }

    /** Returns a line for each disagreement. Macros leave no trace in a kernel, so they are not looked at. */
    List<String> differences(List<Declared> declared) {
        List<String> differences = new ArrayList<>();
        for (Declared one : declared) {
            String difference = switch (one.kind()) {
                case ENUMERATOR -> enumerator(one);
                case STRUCT -> struct(one);
                case FIELD, BIT_FIELD -> field(one);
                case MACRO, STRING, FUNCTION -> "";
            };
            if (!difference.isEmpty()) {
                differences.add(one.name() + ": " + difference);
            }
        }
        return differences;
    }

    /** Drivers may use the same name for something else, so one of the values has to be ours. */
    private String enumerator(Declared one) {
        Set<Long> values = kernel.enumerator(one.name());
        if (values.isEmpty()) {
            return missing(one);
        }
        return values.contains(one.number()) ? "" : "is " + values + " in the kernel, " + one.number() + " here";
    }

    private String struct(Declared one) {
        List<Btf.Struct> found = kernel.structs(one.name());
        if (found.isEmpty()) {
            return missing(one);
        }
        String expected = String.valueOf(ours.get(one.name()));
        boolean same =
                found.stream().anyMatch(struct -> AbiFacts.size(struct.size()).equals(expected));
        return same || history.grows(one) ? "" : "has " + found.get(0).size() + " bytes in the kernel, " + expected;
    }

    private String field(Declared one) {
        List<Btf.Struct> found = kernel.structs(one.struct());
        if (found.isEmpty() || one.isPadding()) {
            return ""; // said of the structure
        }
        List<String> places = found.stream()
                .filter(struct -> struct.fields().containsKey(one.field()))
                .map(struct -> struct.fields().get(one.field()))
                .toList();
        if (places.isEmpty()) {
            return missing(one);
        }
        String expected = String.valueOf(ours.get(one.name()));
        boolean same = places.stream().anyMatch(place -> start(one, place).equals(start(one, expected)));
        return same ? "" : "is at " + String.join(" or ", places) + " in the kernel, at " + expected + " here";
    }

    /** Of a field that grows only where it begins counts. */
    private String start(Declared one, String place) {
        return history.grows(one) ? place.substring(0, place.indexOf(',')) : place;
    }

    private String missing(Declared one) {
        boolean excused = !version.has(history.since(one)) || history.module(one);
        return excused ? "" : "is not in the kernel, though it came with " + history.since(one);
    }
}
