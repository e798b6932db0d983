package mptcp4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import mptcp4j.cli.words.UsageException;
import mptcp4j.cli.words.Words;
import mptcp4j.diag.Counters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code counters [NAME]... [-a]} */
@Command(
        name = "counters",
        description = {
            "What MPTCP has counted in this network namespace since that was made. Without a name, those that are not zero.",
            "",
            "NAME   as the kernel writes it; * stands for any letters",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j counters                     all that are not zero",
            "  mptcp4j counters 'MPJoin*'           all of joins, zero or not",
            "  mptcp4j -n red -j counters -a        all of namespace red, as JSON",
        })
final class CountersCommand extends WordCommand {
    @Option(
            names = {"-a", "--all"},
            description = "Show those that are zero, too.")
    private boolean all;

    CountersCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(Action.unnamed("[ NAME ]... [ -a ]", this::show));
    }

    private int show(Context context, Words words) throws IOException {
        List<String> names = new ArrayList<>();
        while (!words.isEmpty()) {
            names.add(words.next("NAME"));
        }
        Map<String, Long> counters = context.inNamespace(() -> Counters.read()).values();
        Map<String, Long> chosen = names.isEmpty() ? notZero(counters) : named(names, counters);
        if (context.options().json) {
            context.printJson(List.of(chosen), (json, values) -> {
                for (Map.Entry<String, Long> counter : values.entrySet()) {
                    json.writeNumberField(counter.getKey(), counter.getValue());
                }
            });
        } else {
            int width = chosen.keySet().stream().mapToInt(String::length).max().orElse(0);
            chosen.forEach((name, value) -> context.out()
                    .println(name + " ".repeat(width - name.length()) + "  " + Long.toUnsignedString(value)));
        }
        return ExitCode.OK;
    }

    private Map<String, Long> notZero(Map<String, Long> counters) {
        Map<String, Long> chosen = new LinkedHashMap<>(counters);
        chosen.values().removeIf(value -> value == 0 && !all);
        return chosen;
    }

    private static Map<String, Long> named(List<String> names, Map<String, Long> counters) {
        Map<String, Long> chosen = new LinkedHashMap<>();
        for (String name : names) {
            Pattern pattern = Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
            List<String> found = counters.keySet().stream()
                    .filter(each -> pattern.matcher(each).matches())
                    .toList();
            if (found.isEmpty()) {
                throw UsageException.wrong(name, "this kernel has no such counter");
            }
            found.forEach(each -> chosen.put(each, counters.getOrDefault(each, 0L)));
        }
        return chosen;
    }
}
